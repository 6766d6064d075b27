"""Every table and every write of SQL."""

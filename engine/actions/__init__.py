"""The deeds: the only callers of the writes, one module per deed."""

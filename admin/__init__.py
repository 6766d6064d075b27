"""Configures paths, people and calendars, and shows the journal."""

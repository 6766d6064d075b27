"""Roadmaps as authorities print them: what a document says, as values."""

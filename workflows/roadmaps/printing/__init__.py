"""Roadmaps out again, as .docx and .xlsx in the columns they came in."""

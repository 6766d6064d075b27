"""Definitions: reading their versions, trying a text, and publishing it."""

"""Knows the field: its words, its regional paths and its documents."""

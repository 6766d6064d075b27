"""Roadmaps as values: typed terms, what a measure and its parts are, and the states of each."""

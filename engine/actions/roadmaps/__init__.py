"""Deeds on roadmaps: each locks the roadmap's chain, decides and records in one transaction."""

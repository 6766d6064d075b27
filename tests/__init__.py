"""Tests of Marshrut, from pure domain rules to a real browser and a real PostgreSQL."""

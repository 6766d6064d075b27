"""Decides, writes and remembers what happens to each school on the list."""

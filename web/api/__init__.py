"""The API of version 1: resources as JSON for other systems, by bearer tokens only."""

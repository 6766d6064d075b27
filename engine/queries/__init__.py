"""The read models: what pages and the API show."""

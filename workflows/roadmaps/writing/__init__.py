"""A roadmap out again as a file: in the columns it came in, with how far it is."""

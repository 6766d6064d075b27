"""Files of every kind, read into one neutral value."""

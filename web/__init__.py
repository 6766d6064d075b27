"""Shows the cases and takes orders; assembles the whole application."""

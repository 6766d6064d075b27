"""People and their roles: whom one manages, and what one may give."""

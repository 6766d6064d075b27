"""The grammar of printed terms: from words to a value, and back to words."""

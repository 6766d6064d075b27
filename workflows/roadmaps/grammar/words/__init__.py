"""From a printed phrase to its parts: words, tokens, the table of rules."""

"""The journal as a reader sees it: every entry a sentence, with its bytes behind it."""

"""What a new version means for the cases under way, and taking them over to it."""

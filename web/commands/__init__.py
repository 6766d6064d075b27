"""The commands of `marshrut`, one module per concept."""

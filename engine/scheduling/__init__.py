"""The clock: what is due, and the process that ticks."""

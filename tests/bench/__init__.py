"""Benchmarks: each figure is a ratio to the bare floor measured in the same run, interleaved."""

"""What pages and programs read of roadmaps."""

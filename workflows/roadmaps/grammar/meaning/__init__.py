"""From the parts of a phrase to days: what they mean in a document's period."""

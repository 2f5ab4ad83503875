"""Repeats: the same person or place and like words within thirty days, and earlier cases of the same kind (O16)."""

"""The way from a citizen's phone to the adapter: pushes sent, repeated, timed and judged."""

"""Activities: the pure rules."""

"""Contact cards of units."""

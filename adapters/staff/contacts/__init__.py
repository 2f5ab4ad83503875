"""Contact cards of units at the desk: those that are due, and those that are kept."""

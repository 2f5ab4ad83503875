"""Personal numbers in free text."""

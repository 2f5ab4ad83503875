"""How the office's disclosure work stands in a year, and what became of the reviews and suits against it."""

"""Hand-over to people and back."""

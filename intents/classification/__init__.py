"""The classifier of wishes: its features, its examples and how its weights are found."""

"""The passages that answers are taken from, and those that are struck out."""

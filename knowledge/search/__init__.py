"""Finds the passages that speak to a question, ranks them and says how sure that is."""

"""Measures on labelled questions: what is found, what is answered, and which of two runs is better."""

"""Passages of published documents that no answer is taken from: who struck them out, when and why, and what is left."""

"""Drafts of major decisions on which citizens are asked: what is open, what they say of it, what became of it (G1)."""

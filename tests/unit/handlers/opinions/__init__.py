"""Opinions: pure rules."""

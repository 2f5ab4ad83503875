"""Matters of other systems: what is read, claimed and shown."""

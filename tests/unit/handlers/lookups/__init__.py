"""Codes that are looked up elsewhere."""

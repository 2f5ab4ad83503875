"""Makers of test values."""

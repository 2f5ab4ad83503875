"""Tests of handlers.places."""

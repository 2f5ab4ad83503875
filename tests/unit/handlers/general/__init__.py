"""Tests of handlers.general."""

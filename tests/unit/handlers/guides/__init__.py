"""Tests of handlers.guides."""

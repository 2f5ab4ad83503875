"""Tests of handlers.policy."""

"""Tests of the list of materials that need not be brought."""

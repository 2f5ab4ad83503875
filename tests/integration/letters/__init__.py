"""Tests of letters with real programs."""

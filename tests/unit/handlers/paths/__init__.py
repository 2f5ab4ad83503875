"""Tests of the three ways of openness."""

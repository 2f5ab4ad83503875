"""Tests of the lists of matters."""

"""Measures that cannot be dressed up: one figure for each case, written formulas, exclusions that two people answer for."""

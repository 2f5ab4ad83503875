"""Figures as ratios: each taken in one run, against a named peer on the same machine."""

"""Ratings: what is pure of them."""

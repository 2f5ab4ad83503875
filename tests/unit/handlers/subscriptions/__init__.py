"""Subscriptions: what is pure of them."""

"""Gazettes and collections."""

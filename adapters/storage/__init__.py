"""The record base in the world: engines, connection habits and migrations."""

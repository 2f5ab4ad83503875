"""Binding, and the one list of everything, in the talk."""

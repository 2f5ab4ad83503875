"""Complaints at the terminal: learning the classes from a county's history, and measuring them."""

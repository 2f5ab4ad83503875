"""Accounts of staff, operators and administrators."""

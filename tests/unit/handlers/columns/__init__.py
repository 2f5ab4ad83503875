"""Columns, gazettes, series and boards."""

"""Complaints (诉求): one record kind from entry to a rated result, whoever handles it."""

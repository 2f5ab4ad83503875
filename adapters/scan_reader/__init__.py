"""Reads pictures of pages in a process of its own; nothing of it is ever loaded by the serving process."""

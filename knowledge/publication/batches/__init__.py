"""Steps taken with many documents at once: planned, looked at, carried out, and undone as a batch."""

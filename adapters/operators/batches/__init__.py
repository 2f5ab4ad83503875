"""What is done to many documents at once: planned, looked at, confirmed by a second person, undone."""

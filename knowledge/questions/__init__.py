"""What citizens asked: the log, gaps, who waits for an answer, and questions that must pass."""

"""Pages over what citizens asked: log, gaps, must-pass questions, and a trial of one question."""

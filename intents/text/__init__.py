"""A message's words before any meaning: normal form, numbers, sounds, corrections, clauses."""

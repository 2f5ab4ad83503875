"""Files that staff send along with an answer: told by content, sealed, given to the citizen, every look noted."""

"""Other doors: the list of a county."""

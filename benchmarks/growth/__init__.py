"""Whether a county that was served for years is served as fast as on its first day: the same asked beside few cases and many."""

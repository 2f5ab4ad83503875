"""Where publications appear: the state of every outlet."""

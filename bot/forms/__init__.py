"""Forms: what they ask, how a message in one is read, and those left half-filled."""

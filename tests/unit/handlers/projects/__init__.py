"""Projects for the people."""

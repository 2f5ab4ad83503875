"""Pages about what guides say beyond their texts: the list of materials that need not be brought."""

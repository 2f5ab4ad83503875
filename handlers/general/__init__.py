"""What the bot says when no service is asked for: greeting, help, leaving, not understanding."""

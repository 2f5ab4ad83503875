"""What a file that somebody brought is: told by its content, never by its name."""

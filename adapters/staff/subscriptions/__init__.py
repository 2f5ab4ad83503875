"""What goes out to subscribers, in figures."""

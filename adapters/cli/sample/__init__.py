"""What a demonstration shows beside documents: invented complaints in all states."""

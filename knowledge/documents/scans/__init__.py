"""What was read off pictures of pages: kept with its document until a person has looked at what is doubtful."""

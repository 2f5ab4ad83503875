"""Pages that bring files in: upload, the rows read, and their course."""

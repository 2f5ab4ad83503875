"""What is kept of a document: its particulars, its text, its versions and their differences."""

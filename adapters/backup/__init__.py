"""Everything the program keeps, copied in one consistent piece, put back, and looked through."""

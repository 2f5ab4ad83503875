"""What is sealed, with which keys, and how it is sealed anew."""

"""Projects for the people at the desk: what they are, how far they have come, what is published of them."""

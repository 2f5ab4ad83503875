"""Published documents and guides as every service tells of them."""

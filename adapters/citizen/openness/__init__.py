"""What is open to everybody beyond documents: catalogue, columns, contact cards, projects, flow pictures."""

"""What the desk does with a complaint, step by step."""

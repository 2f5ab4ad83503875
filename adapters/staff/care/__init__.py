"""What the desk does beside a complaint: the wall, repeats and events, cards, the measures."""

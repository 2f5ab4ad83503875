"""What the people at the desk do among themselves with a hand-over, and with an answer before it goes."""

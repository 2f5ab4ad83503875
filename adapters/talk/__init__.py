"""What the talk is made of: every action with its service, and which door a message stands before."""

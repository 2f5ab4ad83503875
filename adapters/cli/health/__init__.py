"""What the doctor looks at beyond the program itself: the Redis it uses and the machine around it."""

"""What the protocol fixes: pushes, seals, limits and refusals, in the simulator's own code."""

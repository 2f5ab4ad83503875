"""What the simulated platform remembers: citizens, tokens, menu, clock, faults and traces."""

"""Whether a message tells of danger: signs by pattern, evidence by weight, and the dialects both are read in."""

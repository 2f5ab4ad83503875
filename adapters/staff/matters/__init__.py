"""Pages about other systems' matters: binding at the counter, and tables taken in."""

"""One complaint: its kinds, lawful steps, clocks, record, and what is shown of it."""

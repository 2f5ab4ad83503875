"""When a place is open and how many it can see: rules by kind of day, and the slots that follow."""

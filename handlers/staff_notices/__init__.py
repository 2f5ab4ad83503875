"""Internal notices: what waits at the desk, told to staff over the robots of their offices and by mail (B9)."""

"""Redis in the world: the gate, conversations and the embedded server."""

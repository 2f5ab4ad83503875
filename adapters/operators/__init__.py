"""The operator console: the knowledge base, its imports and its answers."""

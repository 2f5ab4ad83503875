"""Words of a model that only reads and rewords: what is asked of it, and the gate that its words have to pass."""

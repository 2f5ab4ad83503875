"""Who subscribed to what, with which words agreed to; withdrawn at once."""

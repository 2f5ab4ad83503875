"""Activities in the talk: what there is, signing up, cancelling, and what became of what was asked."""

"""Activities at the desk: the list and the plans, who comes, what was asked there."""

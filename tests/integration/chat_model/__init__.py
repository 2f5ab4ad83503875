"""A chat model of the county's own, as a scripted stand-in."""

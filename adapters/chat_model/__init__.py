"""A chat model of the county's own, off by default: four small tasks over masked words, none of them trusted."""

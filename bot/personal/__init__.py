"""Personal numbers in free text: found however they are spelled, and at their place in the original."""

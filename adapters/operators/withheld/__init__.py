"""Pages of the register of what is not made public."""

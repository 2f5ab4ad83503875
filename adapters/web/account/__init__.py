"""The pages of one's own account, the same behind every console."""

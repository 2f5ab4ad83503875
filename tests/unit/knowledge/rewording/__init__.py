"""The rewording gate and what stands beside it."""

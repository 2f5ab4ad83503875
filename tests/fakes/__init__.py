"""Shipped stand-ins for the world: each does what its real counterpart promises, in memory."""

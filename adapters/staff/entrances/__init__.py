"""The ways by which complaints come in at the desk: what staff take down, and what the hotline has."""

"""Meaning vectors from a service of the county's own: asked for questions, kept up for passages."""

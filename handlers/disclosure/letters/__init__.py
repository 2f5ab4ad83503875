"""Letters of a request: kinds, templates, filling, numbers and what is kept of each."""

"""Labelled talks and questions put to the whole program, in a throw-away data folder of its own."""

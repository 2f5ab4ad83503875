"""The services: one folder for each thing the county does for a citizen."""

import bot  # noqa: F401 - the engine comes first: it keeps the server of the Rasa SDK out

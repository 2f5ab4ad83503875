"""The world: WeChat, HTTP pages, Redis, the database and the command line."""

import bot  # noqa: F401 - the engine comes first: it keeps the server of the Rasa SDK out

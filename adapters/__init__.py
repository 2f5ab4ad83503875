"""The world: WeChat, HTTP pages, Redis, the database and the command line."""

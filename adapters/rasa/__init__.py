"""The same handlers behind a Rasa server, and the conversation data as a project that Rasa can train."""

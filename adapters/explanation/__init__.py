"""How one message is decided: played where nothing can be written, and told step by step."""

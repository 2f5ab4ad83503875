"""Doors for whoever does not come by WeChat: the screens in halls and villages, and the chat on the county's own site."""

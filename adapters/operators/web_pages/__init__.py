"""The list of web pages that are looked at on a schedule: its page."""

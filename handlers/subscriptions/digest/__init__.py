"""The one message of a day."""

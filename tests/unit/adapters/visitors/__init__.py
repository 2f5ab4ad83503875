"""The doors for visitors who have no name."""

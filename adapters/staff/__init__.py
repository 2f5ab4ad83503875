"""The staff console: what waits for a person, with its next lawful step and date."""

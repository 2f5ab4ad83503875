"""Appointments in the talk: from one sentence to a number, and by words to a change or a cancelling."""

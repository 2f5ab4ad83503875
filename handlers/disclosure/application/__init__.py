"""The application as a citizen files it: entrance, form, checks, questions and reminders."""

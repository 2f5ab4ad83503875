"""Reminders of due dates for those who handle a case: when there is one, what is kept of it, what the desk shows (art. 33)."""

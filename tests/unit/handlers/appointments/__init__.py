"""Appointments: opening rules, wishes, what is free."""

"""Appointments: which place does what when, who comes when, and what the desk does with the day."""

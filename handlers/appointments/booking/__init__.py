"""Appointments as they are kept: booked, changed, waited for, and what the desk does with a day."""

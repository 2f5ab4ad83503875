"""Appointments at the desk: the day's list by counter, and the rules of the coming weeks."""

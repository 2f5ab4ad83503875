"""Seats that are given out one by one, and the line of those who wait for one: appointments and activities alike."""

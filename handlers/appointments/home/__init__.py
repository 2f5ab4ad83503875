"""Visits at home (上门办): whoever cannot come to the office is come to, on a half of a day, by a named person (capabilities B8)."""

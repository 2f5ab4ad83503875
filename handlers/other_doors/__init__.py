"""Doors that are not ours, such as where gas and power are paid: data of the county, tried once a day (K9b)."""

"""The services: one folder for each thing the county does for a citizen."""

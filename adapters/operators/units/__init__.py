"""The phones of the county's units: pages."""

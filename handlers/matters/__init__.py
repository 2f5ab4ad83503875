"""Matters that other systems of the county handle, and how their people see them: delivered, bound, listed as one."""

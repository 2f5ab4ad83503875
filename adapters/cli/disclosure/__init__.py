"""Commands that write letters and annual reports of disclosure."""

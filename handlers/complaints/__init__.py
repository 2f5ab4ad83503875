"""Complaints 诉求: from any entry to a verified, rated solution."""

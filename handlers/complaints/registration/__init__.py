"""Complaints that come filled in: from staff who take a call or a visit, from other programs, from the hotline."""

"""What the desks of all services share."""

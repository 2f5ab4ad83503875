"""What of all that is published somebody means, and what is said about it in the talk."""

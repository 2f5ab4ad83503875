"""What a turn remembers, shared by the services: the last answer, who looks first, a citizen's temper."""

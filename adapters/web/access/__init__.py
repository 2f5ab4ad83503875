"""Who calls, whether they may come in, and what they may do: addresses, log-in, sessions, duties."""

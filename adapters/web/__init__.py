"""What every page shares: sessions, protection, errors, health, signed links, the log-in."""

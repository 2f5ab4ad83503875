"""Where a case stands, asked of every service that has cases."""

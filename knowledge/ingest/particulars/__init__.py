"""Title, number, issuer and dates read out of a text, as proposals with their evidence."""

"""One publication in every outlet: the site's feed, the screens, the official account; what is taken back leaves them all (G18, K7a)."""

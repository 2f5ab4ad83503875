"""Pages of the three reviews: what waits, findings of proof-reading, words to watch, and the report."""

"""The pages of the sayings: what citizens say, and what documents call it."""

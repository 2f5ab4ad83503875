"""A meaning model on this machine: foreign engines in processes of their own, asked over pipes."""

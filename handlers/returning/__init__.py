"""Coming back: whoever had left the account proves to be the same person and takes up the cases that stayed."""

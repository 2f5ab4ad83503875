"""The questions of our own that a judge of answers is trained on."""

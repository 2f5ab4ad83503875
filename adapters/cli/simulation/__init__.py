"""What the simulator's commands do that takes more than a call: a crowd that writes, transcripts that are said again."""

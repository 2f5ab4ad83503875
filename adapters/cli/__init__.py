"""The `mingbai` command, one file for each group."""

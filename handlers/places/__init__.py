"""Where to go: offices, their hours, phones and the way to the nearest one."""

"""What the engine knows of limits: the name of the action that says what is done for nobody (`Understanding.limit`)."""

KEEP = "action_keep_limit"

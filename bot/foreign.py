"""What the engine knows of messages that are not in Chinese characters: the action that answers them."""

ANSWER_ENGLISH = "action_answer_english"

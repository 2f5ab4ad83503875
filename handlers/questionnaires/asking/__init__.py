"""What a questionnaire is: its questions, the way through them, what is an answer, how the office writes it. Pure."""

"""How a questionnaire is answered in a talk, question after question."""

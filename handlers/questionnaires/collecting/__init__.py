"""What is kept of questionnaires and answers; the citizen's side, the desk's, and the figures."""

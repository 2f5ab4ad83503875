"""Questionnaires: questions with branches, answered once a person, in the chat or on a page (B10)."""

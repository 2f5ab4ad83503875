"""Questionnaires: pure rules."""

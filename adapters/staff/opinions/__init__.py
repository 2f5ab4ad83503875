"""Drafts on which citizens are asked, and questionnaires, at the desk: writing, publishing, sorting, answering, the figures."""

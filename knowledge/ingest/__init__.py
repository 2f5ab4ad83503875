"""Readers of source files: each gives drafts of documents, or says which row or file is at fault and why."""

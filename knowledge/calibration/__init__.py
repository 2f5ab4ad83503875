"""Fits the weights of ranking and answering, and keeps a county's own."""

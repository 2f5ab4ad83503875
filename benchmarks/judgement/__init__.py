"""Fits the weights of the judgement whether words answer a question, and says how good they are unseen."""

"""How a complaint is told in chat: the form, its questions, the doors that lead elsewhere."""

"""How an opinion is told in a talk: the list, one draft, the form, what became of it."""

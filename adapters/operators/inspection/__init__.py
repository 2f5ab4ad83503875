"""How the county looks from outside: the openness sheet, and the reports of links and columns."""

"""What a county's openness looks like from outside: every unit's sheet, its links and columns, and the reports of them (P1, P3)."""

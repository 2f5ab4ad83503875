"""Chinese text: normal form, words, passages, clauses, ages, regions, persons, and the question."""

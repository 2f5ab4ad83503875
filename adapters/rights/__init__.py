"""How long personal data is kept, and what a person may ask for: to see it, take it along, correct it, have it erased."""

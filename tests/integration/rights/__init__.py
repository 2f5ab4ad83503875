"""How long personal data is kept, and what a person may ask for, on real stores."""

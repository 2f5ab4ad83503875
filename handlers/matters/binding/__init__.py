"""Who may see whose matters: an account bound to a person or a company, by a code or at the counter."""

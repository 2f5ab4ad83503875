"""The lawful procedure executed at the desk: what each step asks for, the letters and messages it makes, the decision on its way."""

"""What may be applied for with one credential, and what a person still has to check; nobody is turned away by it (O15)."""

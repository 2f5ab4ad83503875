"""How the databases find what the program asks them for: every statement that a test run makes it send, explained."""

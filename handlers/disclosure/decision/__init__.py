"""What is answered to a request: the twenty-one outcomes, the facts each of them requires, and its remedies."""

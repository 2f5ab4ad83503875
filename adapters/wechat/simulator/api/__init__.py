"""The simulated API that the account calls: tokens, menu, customer-service messages."""

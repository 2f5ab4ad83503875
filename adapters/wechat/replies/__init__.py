"""What goes back to a citizen: passive replies and customer-service messages, cut to what the platform takes."""

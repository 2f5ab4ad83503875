"""What many ask (大家在问): told to whoever wants to know, as an operator has let it show."""

"""The three ways of what an authority holds (三合一导图): published unasked, given on request, not made public (K3)."""

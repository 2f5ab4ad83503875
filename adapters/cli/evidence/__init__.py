"""Commands about evidence: looking through it, and handing it over."""

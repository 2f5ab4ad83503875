"""The engine: one citizen's message becomes one action and its replies; it knows no service and no network."""

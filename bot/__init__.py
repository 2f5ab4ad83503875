"""The engine: one citizen's message becomes one action and its replies; it knows no service and no network."""

from bot import rasa_plugins

# Here, since nothing that imports the Rasa SDK is imported before its own package is.
rasa_plugins.put_off()

"""Keeps the server of the Rasa SDK out of this program: whoever imports its actions gets its actions.

The SDK's package loads its plug-ins when it is imported, for the sake of one annotation, and with them Sanic: a second
web server, 170 modules that no part of this program calls, `mingbai actions` included (it speaks the protocol by aiohttp).
"""

import importlib
import sys
from types import ModuleType
from typing import Any

PLUGINS = "rasa_sdk.plugin"


def put_off() -> None:
    """Let the SDK's plug-ins load when somebody first asks for one; nothing is done once the SDK is there."""
    if "rasa_sdk" not in sys.modules:
        sys.modules[PLUGINS] = _PutOff(PLUGINS)


class _PutOff(ModuleType):
    """Stands where the plug-ins would be until something of theirs is wanted."""

    def __getattr__(self, name: str) -> Any:
        # The machinery of imports asks every module for such names; nobody else does.
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(PLUGINS) is self:
            del sys.modules[PLUGINS]
        return getattr(importlib.import_module(PLUGINS), name)

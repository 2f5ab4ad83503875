"""wechatpy's classes of messages and events, without the rest of its package.

The package loads its clients when any part of it is imported, and with them requests and what that needs: a hundred
modules that no part of this program calls, a thirtieth of every start. They load when somebody first asks for one.
"""

import sys
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any

PACKAGE = "wechatpy"


class _PackageOnDemand(ModuleType):
    """Stands where the package is: its parts can be imported, and it loads itself when something else is wanted."""

    def __init__(self, spec: ModuleSpec) -> None:
        super().__init__(PACKAGE, "wechatpy, of which some parts are loaded")
        self.__spec__ = spec
        self.__path__ = list(spec.submodule_search_locations or ())

    def __getattr__(self, name: str) -> Any:
        # The machinery of imports asks every module for such names; nobody else does.
        if name.startswith("__") or self.__spec__ is None or self.__spec__.loader is None:
            raise AttributeError(name)
        self.__class__ = ModuleType  # type: ignore[assignment]
        self.__spec__.loader.exec_module(self)
        return getattr(self, name)


def put_off() -> None:
    """Let the package load when somebody first asks for something of it; nothing is done once it is there."""
    if PACKAGE not in sys.modules and (spec := find_spec(PACKAGE)) is not None:
        sys.modules[PACKAGE] = _PackageOnDemand(spec)


put_off()

from wechatpy.events import EVENT_TYPES, BaseEvent  # noqa: E402 - after the package was put off
from wechatpy.messages import MESSAGE_TYPES, UnknownMessage  # noqa: E402 - after the package was put off

__all__ = ["EVENT_TYPES", "MESSAGE_TYPES", "BaseEvent", "UnknownMessage"]

"""The menu under the chat, for everybody and for those of a tag (protocol §10)."""

from collections.abc import Mapping
from typing import Any

from adapters.wechat.api.caller import Caller
from adapters.wechat.api.operation import Operation

CREATE = Operation("/cgi-bin/menu/create")
READ = Operation("/cgi-bin/menu/get", "GET")
DELETE = Operation("/cgi-bin/menu/delete", "GET")
ADD_CONDITIONAL = Operation("/cgi-bin/menu/addconditional")
DELETE_CONDITIONAL = Operation("/cgi-bin/menu/delconditional")
TRY_MATCH = Operation("/cgi-bin/menu/trymatch")


class MenuCalls:
    """Sets, shows and takes away menus; all of it by hand."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def create(self, menu: Mapping[str, Any]) -> None:
        """Set the menu, `{"button": […]}`."""
        await self._caller.call(CREATE, menu)

    async def shown(self) -> dict[str, Any]:
        """Give the menu as the platform holds it, with its conditional ones."""
        return await self._caller.call(READ)

    async def delete(self) -> None:
        """Take the menu away, and every conditional one with it."""
        await self._caller.call(DELETE)

    async def add_conditional(self, menu: Mapping[str, Any], *, tag: int) -> str:
        """Set a menu for those who bear a tag and give its number; the menu for everybody must be there first (65303)."""
        body = {**menu, "matchrule": {"tag_id": str(tag)}}
        return str((await self._caller.call(ADD_CONDITIONAL, body)).get("menuid", ""))

    async def delete_conditional(self, number: str) -> None:
        """Take one conditional menu away."""
        await self._caller.call(DELETE_CONDITIONAL, {"menuid": number})

    async def matched(self, citizen: str) -> dict[str, Any]:
        """Give the menu that a citizen sees."""
        return await self._caller.call(TRY_MATCH, {"user_id": citizen})

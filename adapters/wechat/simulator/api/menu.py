"""The menu by the API, for everybody and for those of a tag (protocol §10)."""

import itertools
from collections.abc import Mapping
from typing import Any

from adapters.wechat.simulator.api.endpoints import ApiCall, Endpoint
from adapters.wechat.simulator.protocol.refusals import RefusalError
from adapters.wechat.simulator.protocol.rights import Right
from adapters.wechat.simulator.world import menus
from adapters.wechat.simulator.world.world import World

_OK: Mapping[str, Any] = {"errcode": 0, "errmsg": "ok"}
# What a condition once could name, and now may not.
_WITHDRAWN = {"sex", "country", "province", "city", "language"}


class MenuApi:
    """The calls that set, show and take away menus."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._numbers = itertools.count(415_000_001)

    def endpoints(self) -> list[Endpoint]:
        """Give the paths of the API."""
        menu = Right.MENU
        return [
            Endpoint(method="POST", path="/cgi-bin/menu/create", answer=self.create, right=menu, daily=(1000, 100)),
            Endpoint(method="GET", path="/cgi-bin/menu/get", answer=self.get, right=menu, daily=(10_000, 1000)),
            Endpoint(method="GET", path="/cgi-bin/menu/delete", answer=self.delete, right=menu, daily=(1000, 100)),
            Endpoint(
                method="POST", path="/cgi-bin/menu/addconditional", answer=self.add, right=menu, daily=(2000, 100)
            ),
            Endpoint(
                method="POST", path="/cgi-bin/menu/delconditional", answer=self.drop, right=menu, daily=(2000, 100)
            ),
            Endpoint(
                method="POST", path="/cgi-bin/menu/trymatch", answer=self.matched, right=menu, daily=(20_000, 1000)
            ),
        ]  # fmt: skip

    def create(self, call: ApiCall) -> Mapping[str, Any]:
        """Set the menu; raises RefusalError with the code of the first breach."""
        self._world.own_menu = menus.checked(call.body)
        self._world.tell_account()
        return _OK

    def get(self, _call: ApiCall) -> Mapping[str, Any]:
        """Give the menu and the conditional ones; raises RefusalError when there is none."""
        if self._world.own_menu is None:
            raise RefusalError(46003)
        others = [{"menuid": number, **menu} for number, menu in self._world.conditional_menus.items()]
        return {"menu": self._world.own_menu} | ({"conditionalmenu": others} if others else {})

    def delete(self, _call: ApiCall) -> Mapping[str, Any]:
        """Take every menu away."""
        self._world.own_menu = None
        self._world.conditional_menus.clear()
        self._world.tell_account()
        return _OK

    def add(self, call: ApiCall) -> Mapping[str, Any]:
        """Add a menu for those of a tag; raises RefusalError."""
        if self._world.own_menu is None:
            raise RefusalError(65303)
        rule = call.body.get("matchrule")
        if not isinstance(rule, dict) or not any(rule.values()):
            raise RefusalError(65305)
        if _WITHDRAWN & {name for name, value in rule.items() if value}:
            raise RefusalError(65320)
        if str(rule.get("tag_id", "")) not in {str(number) for number in self._world.tags}:
            raise RefusalError(45159)
        number = str(next(self._numbers))
        self._world.conditional_menus[number] = menus.checked(call.body) | {"matchrule": rule}
        return {"menuid": number}

    def drop(self, call: ApiCall) -> Mapping[str, Any]:
        """Take one away; raises RefusalError for a number that there is not."""
        if self._world.conditional_menus.pop(str(call.body.get("menuid")), None) is None:
            raise RefusalError(65301)
        return _OK

    def matched(self, call: ApiCall) -> Mapping[str, Any]:
        """Give the menu that a citizen sees: of those that fit the newest, else everybody's; raises RefusalError."""
        citizen = self._world.citizens.get(str(call.body.get("user_id", "")))
        if citizen is None:
            raise RefusalError(40003)
        if self._world.own_menu is None:
            raise RefusalError(46003)
        return {"menu": self._world.menu_of(citizen)}

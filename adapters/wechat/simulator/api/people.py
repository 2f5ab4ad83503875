"""What the platform tells of followers, and the tags on them (protocol §12)."""

import itertools
from collections.abc import Mapping
from typing import Any

from adapters.wechat.simulator.api.endpoints import ApiCall, Endpoint
from adapters.wechat.simulator.protocol.refusals import RefusalError
from adapters.wechat.simulator.protocol.rights import Right
from adapters.wechat.simulator.world.citizens import Citizen
from adapters.wechat.simulator.world.world import World

_OK: Mapping[str, Any] = {"errcode": 0, "errmsg": "ok"}
_MOST_TAGS = 100
_NAME_BYTES = 30
_TAGS_A_CITIZEN = 20
_CITIZENS_A_CALL = 50
# Numbers below are the platform's own.
_FIRST_TAG = 100
_RESERVED = range(3)


class PeopleApi:
    """The calls about followers."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._numbers = itertools.count(_FIRST_TAG)

    def endpoints(self) -> list[Endpoint]:
        """Give the paths of the API."""
        right = Right.MESSAGES
        posts = {
            "/cgi-bin/tags/create": self.create,
            "/cgi-bin/tags/update": self.rename,
            "/cgi-bin/tags/delete": self.delete,
            "/cgi-bin/tags/getidlist": self.of_citizen,
            "/cgi-bin/tags/members/batchtagging": self.tag,
            "/cgi-bin/tags/members/batchuntagging": self.untag,
        }
        return [
            Endpoint(
                method="GET", path="/cgi-bin/user/info", answer=self.info, right=right, daily=(5_000_000, 500_000)
            ),
            Endpoint(method="GET", path="/cgi-bin/tags/get", answer=self.tags, right=right),
            *(Endpoint(method="POST", path=path, answer=answer, right=right) for path, answer in posts.items()),
        ]  # fmt: skip

    def info(self, call: ApiCall) -> Mapping[str, Any]:
        """Tell what is told of one person; of who does not follow nothing but that. Raises RefusalError."""
        citizen = self._citizen(call.query.get("openid"))
        if not citizen.follows:
            return {"subscribe": 0, "openid": citizen.openid, "tagid_list": []}
        scene = citizen.scene
        return {
            "subscribe": 1,
            "openid": citizen.openid,
            "subscribe_time": int(call.now.timestamp()),
            "remark": "",
            "tagid_list": sorted(citizen.tags),
            "subscribe_scene": "ADD_SCENE_QR_CODE" if scene else "ADD_SCENE_SEARCH",
            "qr_scene": int(scene) if scene.isdecimal() else 0,
            "qr_scene_str": "" if scene.isdecimal() else scene,
        }

    def tags(self, _call: ApiCall) -> Mapping[str, Any]:
        """List the tags with how many bear each."""
        worn = [number for citizen in self._world.citizens.values() for number in citizen.tags]
        return {"tags": [
            {"id": number, "name": name, "count": worn.count(number)} for number, name in self._world.tags.items()
        ]}  # fmt: skip

    def create(self, call: ApiCall) -> Mapping[str, Any]:
        """Make a tag; raises RefusalError."""
        name = self._name(call.body)
        if len(self._world.tags) >= _MOST_TAGS:
            raise RefusalError(45056)
        number = next(self._numbers)
        self._world.tags[number] = name
        return {"tag": {"id": number, "name": name}}

    def rename(self, call: ApiCall) -> Mapping[str, Any]:
        """Give a tag another name; raises RefusalError."""
        number = self._number(_tag(call.body).get("id"))
        self._world.tags[number] = self._name(call.body)
        return _OK

    def delete(self, call: ApiCall) -> Mapping[str, Any]:
        """Take a tag away, from everybody too; raises RefusalError."""
        number = self._number(_tag(call.body).get("id"))
        del self._world.tags[number]
        for citizen in self._world.citizens.values():
            citizen.tags.discard(number)
        return _OK

    def of_citizen(self, call: ApiCall) -> Mapping[str, Any]:
        """Tell whose tags are which; raises RefusalError."""
        return {"tagid_list": sorted(self._citizen(call.body.get("openid")).tags)}

    def tag(self, call: ApiCall) -> Mapping[str, Any]:
        """Put a tag on people; raises RefusalError, and then nobody bears it anew."""
        number, citizens = self._number(call.body.get("tagid")), self._citizens(call.body)
        if any(len(citizen.tags | {number}) > _TAGS_A_CITIZEN for citizen in citizens):
            raise RefusalError(45059)
        for citizen in citizens:
            citizen.tags.add(number)
        return _OK

    def untag(self, call: ApiCall) -> Mapping[str, Any]:
        """Take a tag off people; raises RefusalError."""
        number, citizens = self._number(call.body.get("tagid")), self._citizens(call.body)
        for citizen in citizens:
            citizen.tags.discard(number)
        return _OK

    def _citizen(self, openid: object) -> Citizen:
        citizen = self._world.citizens.get(openid) if isinstance(openid, str) else None
        if citizen is None:
            raise RefusalError(40003)
        return citizen

    def _citizens(self, body: Mapping[str, Any]) -> list[Citizen]:
        given = body.get("openid_list")
        if not isinstance(given, list) or not given:
            raise RefusalError(40035)
        if len(given) > _CITIZENS_A_CALL:
            raise RefusalError(40032)
        return [self._citizen(openid) for openid in given]

    def _name(self, body: Mapping[str, Any]) -> str:
        name = _tag(body).get("name")
        if not isinstance(name, str) or not name:
            raise RefusalError(40035)
        if len(name.encode()) > _NAME_BYTES:
            raise RefusalError(45158)
        if name in self._world.tags.values():
            raise RefusalError(45157)
        return name

    def _number(self, given: object) -> int:
        if given in _RESERVED:
            raise RefusalError(45058)
        if not isinstance(given, int) or given not in self._world.tags:
            raise RefusalError(45159)
        return given


def _tag(body: Mapping[str, Any]) -> Mapping[str, Any]:
    tag = body.get("tag")
    if not isinstance(tag, dict):
        raise RefusalError(47001)
    return tag

"""What the platform tells of a follower, and the tags by which menus are chosen (protocol §12)."""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.wechat.api.caller import Caller
from adapters.wechat.api.operation import Operation

INFO = Operation("/cgi-bin/user/info", "GET")
TAGS = Operation("/cgi-bin/tags/get", "GET")
CREATE_TAG = Operation("/cgi-bin/tags/create")
RENAME_TAG = Operation("/cgi-bin/tags/update")
DELETE_TAG = Operation("/cgi-bin/tags/delete")
TAGS_OF = Operation("/cgi-bin/tags/getidlist")
PUT_TAG = Operation("/cgi-bin/tags/members/batchtagging")
TAKE_TAG = Operation("/cgi-bin/tags/members/batchuntagging")
CITIZENS_A_CALL = 50


@dataclass(frozen=True, slots=True)
class Follower:
    """What is told of one person; name and picture have not been told since 2021."""

    citizen: str
    follows: bool
    tags: tuple[int, ...] = ()
    scene: str = ""


@dataclass(frozen=True, slots=True)
class FollowerTag:
    """One tag and how many bear it."""

    number: int
    name: str
    count: int = 0


class PeopleCalls:
    """Asks about one follower."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def info(self, citizen: str) -> Follower:
        """Give what the platform tells of a person."""
        answer = await self._caller.call(INFO, query={"openid": citizen, "lang": "zh_CN"})
        scene = answer.get("qr_scene_str") or answer.get("qr_scene") or ""
        tags = tuple(int(number) for number in answer.get("tagid_list", ()))
        return Follower(citizen, follows=answer.get("subscribe") == 1, tags=tags, scene=str(scene))


class TagCalls:
    """Makes tags and puts them on followers, fifty in a call."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def all(self) -> tuple[FollowerTag, ...]:
        """List the tags."""
        found = (await self._caller.call(TAGS)).get("tags", ())
        return tuple(FollowerTag(int(tag["id"]), str(tag["name"]), int(tag.get("count", 0))) for tag in found)

    async def create(self, name: str) -> FollowerTag:
        """Make a tag of at most thirty bytes."""
        tag = (await self._caller.call(CREATE_TAG, {"tag": {"name": name}}))["tag"]
        return FollowerTag(int(tag["id"]), str(tag["name"]))

    async def rename(self, number: int, name: str) -> None:
        """Give a tag another name."""
        await self._caller.call(RENAME_TAG, {"tag": {"id": number, "name": name}})

    async def delete(self, number: int) -> None:
        """Take a tag away, from everybody."""
        await self._caller.call(DELETE_TAG, {"tag": {"id": number}})

    async def of(self, citizen: str) -> tuple[int, ...]:
        """Give the tags of a follower."""
        answer = await self._caller.call(TAGS_OF, {"openid": citizen})
        return tuple(int(number) for number in answer.get("tagid_list", ()))

    async def put(self, number: int, citizens: Sequence[str]) -> None:
        """Put a tag on followers."""
        await self._each(PUT_TAG, number, citizens)

    async def take(self, number: int, citizens: Sequence[str]) -> None:
        """Take a tag off followers."""
        await self._each(TAKE_TAG, number, citizens)

    async def _each(self, operation: Operation, number: int, citizens: Sequence[str]) -> None:
        for start in range(0, len(citizens), CITIZENS_A_CALL):
            part = list(citizens[start : start + CITIZENS_A_CALL])
            await self._caller.call(operation, {"tagid": number, "openid_list": part})

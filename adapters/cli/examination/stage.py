"""Plays labelled talks: the program serves, the simulated platform pushes, each talk is a new citizen's.

What counts as said is what then stands in the chat window, late parcels included.
"""

import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from adapters.cli.demonstration import simulated
from adapters.cli.examination.premises import Premises
from adapters.cli.examination.stand_ins import filled, number_told
from adapters.cli.examination.talks import Deed, LabelledTalk, PlayedTalk, fault_of
from adapters.serving import listening
from adapters.wechat.api.menu import for_platform
from adapters.wechat.simulator import app as simulator
from adapters.wechat.simulator.delivery.deeds import DeedError
from adapters.wechat.simulator.world.citizens import ChatEntry, Citizen

BETWEEN_MESSAGES = timedelta(seconds=7)
AT_PLACE = re.compile(r"<位置：([^<>]{1,40})>")
ON_MENU = re.compile(r"<菜单：([^<>]{1,40})>")
Progress = Callable[[int, int], None]


class Performance:
    """Plays talks on a program that serves and a platform before it."""

    def __init__(self, premises: Premises, phone: simulator.Simulator) -> None:
        self._program = premises.program
        self._clock = premises.clock
        self._phone = phone
        self._played = 0

    async def play(self, talk: LabelledTalk) -> PlayedTalk:
        """Play one talk as a new citizen; raises `ValueError` naming the talk when a phone could not do a deed of it."""
        self._played += 1
        world = self._phone.world
        citizen = world.settle(f"市民{self._played}", openid=f"oPlayed{self._played:021d}", follows=True)
        replies: list[str] = []
        try:
            for message in talk.messages:
                self._clock.advance(BETWEEN_MESSAGES)
                seen = len(citizen.entries)
                await self._do(citizen, self._meant(message, number=number_told(replies)))
                await self._settle()
                replies.append(told(citizen.entries[seen:]))
        except (DeedError, KeyError) as error:
            raise ValueError(f"{talk.file} 的 {talk.id}：{error.args[0]}") from error
        finally:
            # The window makes room for the next citizen: the platform has so many and no more.
            world.citizens.pop(citizen.openid, None)
        return PlayedTalk(talk, tuple(replies), fault_of(talk, replies))

    def _meant(self, message: str | Deed, *, number: str) -> str | Deed:
        """Give a message with its values, a place and a menu item as the deeds they stand for."""
        if isinstance(message, Deed):
            return message
        if found := AT_PLACE.fullmatch(message):
            return self._at(found[1])
        if found := ON_MENU.fullmatch(message):
            return Deed(event="CLICK", key=_menu_keys()[found[1]], label=found[1])
        return filled(message, number=number)

    def _at(self, name: str) -> Deed:
        places = self._program.county.places.places
        place = next((one for one in places if name in {one.name, *one.aliases}), None)
        place = place or next((one for one in places if name in one.name), None)
        if place is None:
            raise DeedError(f"没有登记这个地点：{name}")
        fields = {"Location_X": str(place.latitude), "Location_Y": str(place.longitude), "Label": name}
        return Deed("location", tuple(fields.items()))

    async def _do(self, citizen: Citizen, deed: str | Deed) -> None:
        deeds = self._phone.deeds
        if isinstance(deed, str):
            await deeds.say(citizen, deed)
        elif deed.event:
            await deeds.cause(citizen, deed.event, key=deed.key, label=deed.label)
        else:
            await deeds.hand(citizen, deed.kind, dict(deed.fields))

    async def _settle(self) -> None:
        """Let what is still to be said be said."""
        await self._program.reception.drain()
        while await self._program.delivery.courier.deliver_due():
            pass


def told(entries: Sequence[ChatEntry]) -> str:
    """Give what the account said: texts, and title, description and address of cards, joined by line ends."""
    parts: list[str] = []
    for entry in entries:
        if entry.side in {"account", "notice"}:
            parts.append(entry.text)
            for card in entry.articles:
                parts += [card.title, card.description, card.url]
    return "\n".join(part for part in parts if part)


def _menu_keys() -> dict[str, str]:
    buttons = (one for button in for_platform()["button"] for one in button.get("sub_button") or (button,))
    return {button["name"]: button["key"] for button in buttons if "key" in button}


@asynccontextmanager
async def opened_stage(premises: Premises) -> AsyncIterator[Performance]:
    """Let the program serve with the simulated platform before it, for as long as the block lasts."""
    settings = premises.program.settings
    async with listening(premises.program):
        port = int(settings.wechat_api_base.rsplit(":", 1)[1])
        phone = await simulator.start(replace(simulated(settings), port=port, data_dir=None), premises.clock)
        try:
            await phone.verified()
            yield Performance(premises, phone)
        finally:
            await phone.stop()


async def play_all(
    premises: Premises, talks: Sequence[LabelledTalk], *, progress: Progress
) -> list[PlayedTalk]:
    """Play every talk in turn."""
    played = []
    async with opened_stage(premises) as performance:
        for done, talk in enumerate(talks, start=1):
            played.append(await performance.play(talk))
            progress(done, len(talks))
    return played

"""What the scripts reached of the conversation: routes, actions, form fields and wording, printed after the run."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from adapters.dialogue import ARRIVALS, FORMS
from bot.actions import ActionRegistry
from bot.dispatcher import Dispatcher
from handlers.texts import Texts
from intents import catalogue

PARTS = ("routes", "arrivals", "actions", "fields", "wording")
SPOKEN = (
    "complaints",
    "disclosure",
    "forms",
    "general",
    "guides",
    "places",
    "policy",
    "status",
    "talk",
    "tickets",
    "wechat",
)
# Words that only staff read, or that stand in letters and ledgers.
UNSPOKEN = re.compile(
    r"disclosure\.(?:step|event|delivery)\.|disclosure\.refused\.(?:actor|reveal|no_case|erased|rights)|tickets\.(?:refused|undelivered|unhandled|unsent)"
    r"|complaints\.(?:step|field|missing|refused|actors|result|channel|filled|routing|page|door_name)\.|complaints\.(?:state|turn)\.draft"
    r"|disclosure\.state\.draft|disclosure\.turn\.draft"
    # What is said when the world is broken, or by a channel that none of ours is; unit tests say these.
    r"|general\.(?:failure|unavailable|set_aside|secret_changed|emergency\.other|media\.other)$"
)
TELLING = 6


class Reached:
    """Sets of names, one for each part; lists travel between test processes."""

    def __init__(self) -> None:
        self.names: dict[str, set[str]] = {part: set() for part in PARTS}
        self.replies: list[str] = []

    def add(self, part: str, name: str) -> None:
        """Note that something was reached."""
        self.names[part].add(name)

    def heard(self, reply: str) -> None:
        """Note what a citizen read."""
        self.replies.append(reply)

    def plain(self) -> dict[str, list[str]]:
        """Give it as lists."""
        self._read(Texts.load())
        return {part: sorted(names) for part, names in self.names.items()}

    def join(self, other: Mapping[str, Iterable[str]]) -> None:
        """Add what another process reached."""
        for part, names in other.items():
            self.names[part].update(names)

    def _read(self, texts: Texts) -> None:
        """Find the texts in what citizens read: some words are fetched once, when the program is built."""
        for key in spoken(texts):
            pieces = _pieces(texts, key)
            if pieces and any(_holds(reply, pieces) for reply in self.replies):
                self.add("wording", key)


REACHED = Reached()


def watch(monkeypatch: Any) -> None:
    """Note from now on every wish, arrival, action, field and text that the program meets."""
    run, hear, fetch = ActionRegistry.run, Dispatcher._hear, Texts.__call__

    async def noted_run(self: ActionRegistry, name: str, *args: Any, **named: Any) -> Any:
        REACHED.add("actions", name)
        for form in FORMS.values():
            if name.startswith(f"action_ask_{form.name}_"):
                REACHED.add("fields", name.removeprefix(f"action_ask_{form.name}_"))
        return await run(self, name, *args, **named)

    def noted_hear(self: Dispatcher, inbound: Any, conversation: Any) -> Any:
        said, heard = hear(self, inbound, conversation)
        for wish in {heard.intent, *heard.intents}:
            REACHED.add("routes", wish)
        if not said:
            REACHED.add("arrivals", inbound.kind)
        return said, heard

    def noted_fetch(self: Texts, key: str, /, **values: object) -> str:
        REACHED.add("wording", key)
        return fetch(self, key, **values)

    monkeypatch.setattr(ActionRegistry, "run", noted_run)
    monkeypatch.setattr(Dispatcher, "_hear", noted_hear)
    monkeypatch.setattr(Texts, "__call__", noted_fetch)


def spoken(texts: Texts) -> list[str]:
    """Give the keys of everything that may be said to a citizen in the chat."""
    return [key for key in texts.keys() if key.split(".")[0] in SPOKEN and not UNSPOKEN.match(key)]  # noqa: SIM118


def wanted() -> dict[str, set[str]]:
    """Give everything there is to reach."""
    known = catalogue.load()
    return {
        "routes": set(known.routes),
        "arrivals": {kind for kind in ARRIVALS if kind != "text"},
        "actions": set(known.domain["actions"]),
        "fields": {name for form in FORMS.values() for name in form.order},
        "wording": set(spoken(Texts.load())),
    }


def report(reached: Mapping[str, Iterable[str]]) -> list[str]:
    """Give the lines that tell how much was reached and what was not."""
    lines = []
    for part, whole in wanted().items():
        met = whole & set(reached.get(part, ()))
        share = 100 * len(met) / len(whole)
        lines.append(f"{part:<9}{len(met):>4} / {len(whole):<4} {share:5.1f} %")
        if missing := sorted(whole - met):
            lines.append(f"    not reached: {', '.join(missing)}")
    return lines


def _pieces(texts: Texts, key: str) -> list[str]:
    """Give the words of a text between its gaps; none where they are too few to tell it from others."""
    pieces = [piece.strip() for piece in re.split(r"\{\w+\}", texts._entries[key])]
    return pieces if sum(map(len, pieces)) >= TELLING else []


def _holds(reply: str, pieces: list[str]) -> bool:
    place = 0
    for piece in pieces:
        place = reply.find(piece, place)
        if place < 0:
            return False
        place += len(piece)
    return True

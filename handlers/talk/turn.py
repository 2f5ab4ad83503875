"""What every action does with a message and a reply: read the tracker, say something, offer numbered steps."""

import json
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from bot.assurance import MARK, Assurance
from bot.clock import local_date
from bot.message import NOTED, Card, Choice
from bot.text.choices import reading
from bot.understanding import Slot

# Steps that lead to something with a name of its own, which may be asked for by that name.
FINDS = ("/service_guide", "/ask_policy", "/find_place", "/case_status")


@dataclass(frozen=True, slots=True)
class Heard:
    """The latest message as an action needs it.

    `said` is what the citizen wants answered: the words carried by a chosen step, else the words typed, in normal
    form; empty when nothing was said. `on` is the civil day it was sent, `kind` and `fields` as in `Inbound`, `setting`
    the matter of the form being filled, `pieces` what was taken out of the words, in their order.
    """

    said: str
    kind: str
    on: date
    fields: Mapping[str, str] = field(default_factory=dict)
    slots: Mapping[str, str] = field(default_factory=dict)
    ranking: tuple[str, ...] = ()
    emergency: str | None = None
    limit: str | None = None
    setting: str = ""
    spelled: str = ""
    pieces: tuple[Slot, ...] = ()

    def slot(self, name: str) -> str:
        """Give the first value of a slot of the message, empty when it has none."""
        return self.slots.get(name, "")


# Everybody who looks at a message reads it through here, several times in a turn; other citizens' turns come between.
_LATELY: deque[tuple[Mapping[str, Any], Heard]] = deque(maxlen=32)


def hear(tracker: Tracker) -> Heard:
    """Read the latest message of a tracker."""
    message: Mapping[str, Any] = tracker.latest_message or {}
    heard = next((heard for read, heard in _LATELY if read is message), None)
    if heard is None:
        heard = _heard(message)
        _LATELY.appendleft((message, heard))
    return heard


def channel_of(tracker: Tracker) -> str:
    """Give the channel that the latest message came by; empty for none."""
    metadata: Mapping[str, Any] = (tracker.latest_message or {}).get("metadata") or {}
    return str(metadata.get("channel") or "")


def _heard(message: Mapping[str, Any]) -> Heard:
    metadata: Mapping[str, Any] = message.get("metadata") or {}
    pieces = tuple(
        Slot(str(each["entity"]), str(each.get("surface") or ""), str(each["value"]))
        for each in message.get("entities") or ()
    )
    slots: dict[str, str] = {}
    for piece in pieces:
        slots.setdefault(piece.name, piece.value)
    return Heard(
        said=_said(message, metadata, slots=slots),
        kind=str(metadata.get("kind") or "text"),
        on=local_date(datetime.fromtimestamp(float(metadata.get("sent_at") or 0), UTC)),
        fields=dict(metadata.get("fields") or {}),
        slots=slots,
        ranking=tuple(str(rank["name"]) for rank in message.get("intent_ranking") or ()),
        emergency=metadata.get("emergency"),
        limit=metadata.get("limit"),
        setting=str(metadata.get("setting") or ""),
        spelled=str(metadata.get("spelled") or ""),
        pieces=pieces,
    )


def _said(message: Mapping[str, Any], metadata: Mapping[str, Any], *, slots: Mapping[str, str]) -> str:
    """Give the words meant; a step's payload is the program's own words, not the citizen's."""
    if slots.get("said"):
        return slots["said"]
    words = str(metadata.get("normal_text") or message.get("text") or "").strip()
    return slots.get("topic", "") if reading_of(words) else words


def reading_of(words: str) -> bool:
    """Whether words are the payload of a step; broken ones were typed by somebody and are words."""
    try:
        return reading(words) is not None
    except ValueError:
        return False


def step(label: str, intent: str, /, **slots: str) -> Choice:
    """Give a numbered step that stands for an intent with its slots; empty slots are left out."""
    filled = {name: value for name, value in slots.items() if value}
    return Choice(label, f"/{intent}{json.dumps(filled, ensure_ascii=False)}" if filled else f"/{intent}")


def say(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    text: str,
    *,
    steps: Sequence[Choice] = (),
    ask: str = "",
    in_form: bool = False,
    assurance: Assurance | None = None,
    noted: str = "",
    card: Card | None = None,
) -> None:
    """Say a text with its numbered steps; `ask` are the words that invite to choose one.

    Inside a form a number answers the form's own question, so what a digression found is only named there, to be
    asked for by its name; `in_form` says that these steps are the form's own. `assurance` tells how sure the text is
    and what it quotes, `noted` how it stands in the talk where it shows personal data. A `card` is a link beside the text.
    """
    digressing = bool(tracker.active_loop_name) and not in_form
    offered = () if digressing else steps
    named = [f"· {choice.label}" for choice in steps if choice.payload.startswith(FINDS)] if ask else []
    lines = [text, *(named if digressing else [ask] if steps else [])]
    dispatcher.utter_message(
        text="\n".join(line for line in lines if line),
        buttons=[{"title": choice.label, "payload": choice.payload} for choice in offered],
        **({MARK: assurance.plain()} if assurance else {}),
        **({NOTED: noted} if noted and noted != text else {}),
        **({"json_message": {"card": asdict(card)}} if card else {}),
    )

"""Runs our actions for a Rasa server: the same instances, fed and read in Rasa's protocol."""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import Action, ActionNotFoundException

from adapters.rasa import form_moves
from adapters.rasa import forms as filling
from adapters.rasa.bridge import Bridge
from adapters.rasa.form_moves import Events, Told
from adapters.rasa.names import CANCEL_FORM, STEER_FORM, TAKE_STEP
from adapters.rasa.turn import Turn
from bot import commits
from bot.assurance import MARK
from bot.conversation import CHOICES, FORM_ID
from bot.dispatcher import DangerLine, no_floor
from bot.errors import BotError, ServiceError
from bot.forms.spec import MARKS, FormSpec
from bot.limits import KEEP
from bot.message import NOTED, Reply, Wording
from bot.understanding import Recognizer

log = logging.getLogger(__name__)
WARN = "action_warn_emergency"
OWN = (STEER_FORM, TAKE_STEP)
Waiting = Callable[[Turn], Awaitable[list[dict[str, Any]]]]


class Actions:
    """Every registered action, callable by name with a tracker of Rasa's; `waiting` gives what is said before all else."""

    def __init__(
        self,
        actions: Iterable[Action],
        *,
        domain: Mapping[str, Any],
        forms: Mapping[str, FormSpec],
        recognizer: Recognizer,
        wording: Wording,
        waiting: Waiting | None = None,
        floor: DangerLine = no_floor,
    ) -> None:
        self._executor = ActionExecutor()
        for action in actions:
            self._executor.register_action(action)
        self._domain = dict(domain)
        self._forms = forms
        self._bridge = Bridge(recognizer, forms=forms, wording=wording)
        self._wording = wording
        self._waiting = waiting
        self._floor = floor

    @property
    def names(self) -> tuple[str, ...]:
        """Give the names of all actions, Rasa's own two included."""
        return (*self._executor.actions, *OWN)

    async def run(self, name: str, tracker: Mapping[str, Any]) -> dict[str, Any]:
        """Give events and responses of an action.

        Expected refusals become words, as in the dispatcher. Raises ActionNotFoundException for an unknown name,
        TrackerError for a tracker that is none, and whatever a broken action raises.
        """
        if name not in self.names:
            raise ActionNotFoundException(name)
        turn = self._bridge.read(tracker)
        warned = await self._warning(turn)
        with commits.counted():
            try:
                events, said = await self._heard(name, turn)
            except BotError as error:
                events, said = self._refused(name, turn, error)
        said = [*(warned or self._first(turn, said)), *await self._waited(turn), *said]
        return {"events": [*events, *_offered(turn, said)], "responses": said}

    async def _heard(self, name: str, turn: Turn) -> Told:
        """Run the action, or say once what is done for nobody, whatever Rasa made of the message."""
        limited = turn.heard.limit and not turn.form and not turn.heard.emergency
        if limited and KEEP in self._executor.actions:
            return await self._execute(KEEP, turn) if turn.fresh else ([], [])
        return await self._told(name, turn)

    async def _told(self, name: str, turn: Turn) -> Told:
        if name == TAKE_STEP:
            return form_moves.take_step(turn), []
        if name == STEER_FORM:
            return await form_moves.steer(turn, run=self._execute, wording=self._wording)
        if name == CANCEL_FORM:
            events, said = await self._execute(name, turn, **form_moves.leaving(turn))
            return form_moves.after_leaving(turn, events), said
        spec, part = filling.part_of(name, self._forms)
        return await self._filled(name, turn, spec, part=part) if spec else await self._answered(name, turn)

    async def _filled(self, name: str, turn: Turn, spec: FormSpec, *, part: str) -> Told:
        """Run one of a form's own actions: its check, its filing, or the question for the field `part`."""
        if name == spec.submit:
            events, said = await self._execute(name, turn)
            return [*events, *form_moves.emptied(spec)], said
        if part:
            return ([], []) if filling.already_asked(turn, part) else await self._execute(name, turn)
        return await filling.check(turn, spec, run=self._execute, wording=self._wording)

    async def _answered(self, name: str, turn: Turn) -> Told:
        """Run any other action; in a form the answer says that it goes on, and a form opened now has no identity yet."""
        events, said = await self._execute(name, turn)
        if turn.form and said:
            return [*events, *form_moves.forgotten(turn)], [*said, {"text": self._wording("forms.return")}]
        opened = any(event.get("event") == "active_loop" and event.get("name") for event in events)
        gone = (FORM_ID, *MARKS) if opened else ()
        return [*events, *(SlotSet(slot, None) for slot in gone)], said

    async def _execute(self, name: str, turn: Turn, **values: Any) -> Told:
        result = await self._executor.run(turn.call(name, domain=self._domain, **values))
        return (list(result.events), [_spoken(one) for one in result.responses]) if result else ([], [])

    async def _warning(self, turn: Turn) -> list[dict[str, Any]]:
        """Give the number to call, once and before anything else, when the message tells of danger."""
        if not turn.heard.emergency or not turn.fresh or WARN not in self._executor.actions:
            return []
        _, said = await self._execute(WARN, turn)
        return said

    def _first(self, turn: Turn, said: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Give what must be said before the answer to words that might mean danger, once in a turn."""
        replies = [Reply(str(answer.get("text") or "")) for answer in said]
        if not turn.fresh:
            return []
        return [
            {"text": reply.text} for reply in self._floor(turn.heard, replies, in_form=turn.form is not None)
        ]

    async def _waited(self, turn: Turn) -> list[dict[str, Any]]:
        """Give what waited for this citizen; it waits on while the database is away, and never keeps an answer back."""
        with suppress(ServiceError):
            return await self._waiting(turn) if self._waiting else []
        return []

    def _refused(self, name: str, turn: Turn, error: BotError) -> Told:
        if isinstance(error, ServiceError):
            log.warning(
                "service away", extra={"key": turn.key, "reason": type(error.__cause__ or error).__name__}
            )
        away = isinstance(error, ServiceError) and commits.any_begun()
        said = [{"text": self._wording("general.perhaps" if away else error.text_key, **error.values)}]
        spec, _ = filling.part_of(name, self._forms)
        return (form_moves.reopened(turn, spec) if spec and name == spec.submit else []), said


def _spoken(response: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a citizen is told; what a reply claims besides is nothing for Rasa's channels and its store."""
    said = {name: value for name, value in response.items() if name not in {MARK, NOTED}}
    # Rasa's store keeps what is said, so nobody's own data are shown there in full.
    return {**said, "text": response[NOTED]} if response.get(NOTED) else said


def _offered(turn: Turn, said: list[dict[str, Any]]) -> Events:
    """Give the event that keeps the numbered steps of all replies to this message, each step once."""
    known = {} if turn.fresh else {payload: label for label, payload in turn.slots.get(CHOICES) or ()}
    for answer in said:
        for button in answer.get("buttons") or ():
            known.setdefault(button["payload"], button["title"])
    offered = [[label, payload] for payload, label in known.items()] or None
    return [SlotSet(CHOICES, offered)] if said and offered != turn.slots.get(CHOICES) else []

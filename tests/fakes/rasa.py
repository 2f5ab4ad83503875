"""Rasa's side of the action protocol: extracts slots, runs forms and follows rules as Rasa 3.6 does, on an exported project.

Only what rules and forms need is here; policies that learn are not. Each call carries the whole tracker as Rasa sends it.
"""

import itertools
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Post = Callable[[dict[str, Any]], Awaitable[tuple[int, dict[str, Any]]]]
Reads = Callable[[str], tuple[str, float]]
LISTEN = "action_listen"
STARTED_AT = 1795226400.25


class Rasa:
    """One conversation led by the rules and forms of an exported project."""

    def __init__(
        self, post: Post, *, domain: Mapping[str, Any], rules: list[dict[str, Any]], reads: Reads
    ) -> None:
        self._post, self._domain, self._rules, self._reads = post, domain, rules, reads
        self.events: list[dict[str, Any]] = []
        self.slots: dict[str, Any] = dict.fromkeys([*domain["slots"], "requested_slot"])
        self.calls: list[dict[str, Any]] = []
        self.loop: str | None = None
        self.statuses: list[int] = []
        self._rejected = False
        self._followup: str | None = None
        self._latest = LISTEN
        self._turn: list[str] = []
        self._message: dict[str, Any] = {}
        self._clock = itertools.count()
        self._log([{"event": "action", "name": "action_session_start"}, {"event": "session_started"}])
        self._log([{"event": "action", "name": LISTEN}])

    async def say(self, text: str, *, metadata: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Let the citizen write a text or click a button; give everything answered."""
        self._hear(text, self._parsed(text), metadata=metadata or {})
        self._extract()
        said: list[dict[str, Any]] = []
        for _ in range(12):
            action = self._predicted()
            said += await self._run(action)
            if action == LISTEN:
                return said
        raise AssertionError("Rasa would stop here: too many actions for one message")

    def _parsed(self, text: str) -> dict[str, Any]:
        name, brace, rest = text.removeprefix("/").partition("{") if text.startswith("/") else ("", "", "")
        given = json.loads(brace + rest) if brace else {}
        intent, confidence = (name, 1.0) if name else self._reads(text)
        known = {key: value for key, value in given.items() if key in self._domain["entities"]}
        assert known == given, f"Rasa drops entities that the domain does not name: {given}"
        assert intent in self._domain["intents"]
        return {
            "text": text,
            "intent": {"name": intent, "confidence": confidence},
            "intent_ranking": [{"name": intent, "confidence": confidence}],
            "entities": [
                {"entity": key, "value": value, "start": 0, "end": 1} for key, value in known.items()
            ],
        }

    def _hear(self, text: str, parsed: dict[str, Any], *, metadata: Mapping[str, Any]) -> None:
        number = next(self._clock)
        self._message = {**parsed, "text": text, "message_id": f"m{number}", "metadata": dict(metadata)}
        self._log(
            [
                {
                    "event": "user",
                    "text": text,
                    "parse_data": parsed,
                    "input_channel": "rest",
                    "message_id": f"m{number}",
                    "metadata": dict(metadata),
                }
            ]
        )
        self._turn, self._latest = [parsed["intent"]["name"]], LISTEN

    def _extract(self) -> None:
        """Fill slots as `action_extract_slots` does after every message."""
        entities = {found["entity"]: found["value"] for found in self._message["entities"]}
        for name, slot in self._domain["slots"].items():
            for mapping in slot["mappings"]:
                if mapping["type"] == "from_entity" and mapping["entity"] in entities:
                    self._log([{"event": "slot", "name": name, "value": entities[mapping["entity"]]}])
                if mapping["type"] == "from_text" and any(map(self._holds, mapping["conditions"])):
                    self._log([{"event": "slot", "name": name, "value": self._message["text"]}])

    def _holds(self, condition: Mapping[str, str]) -> bool:
        same = self.slots["requested_slot"] == condition["requested_slot"]
        return condition["active_loop"] == self.loop and same and not self._rejected

    def _predicted(self) -> str:
        if self._followup:
            followed, self._followup = self._followup, None
            return followed
        if self.loop and not self._rejected:
            return LISTEN if self._latest == self.loop else self.loop
        return self._by_rule()

    def _by_rule(self) -> str:
        found = [
            (len(rule.get("condition", ())), steps[place])
            for rule in self._rules
            for steps, place in [self._place(rule)]
            if place is not None and all(c["active_loop"] == self.loop for c in self._conditions(rule))
        ]
        assert found, f"no rule goes on from {self._turn}, loop {self.loop}"
        return max(found)[1]

    def _conditions(self, rule: Mapping[str, Any]) -> list[dict[str, Any]]:
        filing = "intent" not in rule["steps"][0]
        return [] if filing else rule.get("condition", [])

    def _place(self, rule: Mapping[str, Any]) -> tuple[list[str], int | None]:
        steps = [step.get("intent") or step.get("action") for step in rule["steps"]]
        steps = [*filter(None, steps), LISTEN]
        if "intent" not in rule["steps"][0]:
            done = self._turn[-1] == steps[0] and self.loop is None
            going = self._turn[-2:] == steps[:2]
            return steps, 1 if done else 2 if going else None
        return steps, len(self._turn) if steps[: len(self._turn)] == self._turn else None

    async def _run(self, action: str) -> list[dict[str, Any]]:
        if action == LISTEN:
            self._log([{"event": "action", "name": LISTEN}])
            self._latest = LISTEN
            return []
        if action in self._domain["forms"]:
            return await self._form(action)
        told = await self._call(action, [])
        self._done(action)
        self._apply(told)
        return list(told["responses"])

    async def _form(self, form: str) -> list[dict[str, Any]]:
        """Run a form: check what was extracted, then ask for what the check names; `rasa.core.actions.forms`."""
        assert self.loop == form, "the form's own action has to open it"
        checking = self._latest == LISTEN
        candidates = self._extracted() if checking else []
        head = [
            {"event": "slot", "name": "requested_slot", "value": self.slots["requested_slot"]},
            {"event": "action", "name": form},
        ]
        told = await self._call(f"validate_{form}", [*head, *candidates])
        said, events = list(told["responses"]), [*_bots(told), *told["events"]]
        if any(event["event"] == "action_execution_rejected" for event in events):
            self._log(events)
            return said
        asked = [e["value"] for e in events if e["event"] == "slot" and e["name"] == "requested_slot"]
        assert asked, "the check always names the next field"
        if asked[-1] is not None:
            question = await self._call(f"action_ask_{form}_{asked[-1]}", [*head, *events])
            said += question["responses"]
            events += [*_bots(question), *question["events"]]
        else:
            events += [{"event": "slot", "name": "requested_slot", "value": None}]
            events += [{"event": "active_loop", "name": None}]
        self._done(form)
        self._log(events)
        return said

    def _extracted(self) -> list[dict[str, Any]]:
        place = max(n for n, event in enumerate(self.events) if event["event"] == "user")
        wanted = {*self._domain["forms"][self.loop]["required_slots"]}
        later = [e for e in self.events[place:] if e["event"] == "slot" and e["name"] in wanted]
        return [{"event": "slot", "name": e["name"], "value": e["value"]} for e in later]

    def _done(self, action: str) -> None:
        self._log([{"event": "action", "name": action, "policy": "RulePolicy", "confidence": 1.0}])
        self._latest = action
        self._turn.append(action)
        # A rejected form stays rejected over further messages until it runs again, or is activated anew.
        self._rejected = self._rejected and action != self.loop

    def _apply(self, told: dict[str, Any]) -> None:
        self._log(_bots(told))
        for event in told["events"]:
            if event["event"] == "user":
                self._hear(event["text"], event["parse_data"], metadata=event.get("metadata") or {})
                self._extract()
            else:
                self._log([event])

    def _log(self, events: list[dict[str, Any]]) -> None:
        for event in events:
            self.events.append({**event, "timestamp": STARTED_AT + len(self.events) * 0.125})
            kind = event["event"]
            if kind == "slot":
                assert event["name"] in self.slots, f"Rasa refuses a slot it was not told of: {event['name']}"
                self.slots[event["name"]] = event["value"]
            elif kind == "active_loop":
                self.loop, self._rejected = event["name"], False
            elif kind == "action_execution_rejected":
                self._rejected = event["name"] == self.loop
            elif kind == "followup":
                self._followup = event["name"]

    async def _call(self, action: str, further: list[dict[str, Any]]) -> dict[str, Any]:
        assert action in self._domain["actions"], action
        stamped = [{**event, "timestamp": STARTED_AT + 9000} for event in further]
        slots = self.slots | {e["name"]: e["value"] for e in further if e["event"] == "slot"}
        call = {
            "next_action": action,
            "sender_id": "web-77",
            "tracker": {
                "sender_id": "web-77",
                "slots": slots,
                "latest_message": self._message,
                "latest_event_time": self.events[-1]["timestamp"],
                "followup_action": None,
                "paused": False,
                "events": [*self.events, *stamped],
                "latest_input_channel": "rest",
                "active_loop": {"name": self.loop, "is_interrupted": False, "rejected": False}
                if self.loop
                else {},
                "latest_action": {"action_name": self._latest},
                "latest_action_name": self._latest,
            },
            "domain": dict(self._domain),
            "version": "3.6.21",
        }
        call = json.loads(json.dumps(call, ensure_ascii=False))
        self.calls.append(call)
        status, told = await self._post(call)
        self.statuses.append(status)
        return told if status == 200 else {"events": [], "responses": []}


def _bots(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"event": "bot", "text": said.get("text"), "data": {"buttons": said.get("buttons") or None}}
        for said in told["responses"]
    ]

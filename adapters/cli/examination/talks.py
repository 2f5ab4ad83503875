"""Labelled talks: what one new citizen sends, and what the last reply must and must not say."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.cli.examination.stand_ins import filled, number_told

NO_REPLY, NOT_SAID, SAID = "no reply", "must", "must_not"


@dataclass(frozen=True, slots=True)
class Deed:
    """Something a citizen does besides writing: hands over a thing of a kind, or causes an event.

    `kind` is `image`, `location`, …, with `fields` by their XML names; or `event` names what happens, with its key.
    """

    kind: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    event: str = ""
    key: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class LabelledTalk:
    """One case. `must` and `must_not` are patterns for the last reply; a talk without any is played and not judged."""

    id: str
    kind: str
    file: str
    messages: tuple[str | Deed, ...]
    must: str = ""
    must_not: str = ""
    wanted: str = ""

    @property
    def judged(self) -> bool:
        """Whether anything is demanded of the last reply."""
        return bool(self.must or self.must_not)


@dataclass(frozen=True, slots=True)
class PlayedTalk:
    """A talk, the reply to each of its messages, and what is wrong with the last one; empty when nothing is."""

    talk: LabelledTalk
    replies: tuple[str, ...]
    fault: str

    @property
    def failed(self) -> bool:
        """Whether it was judged and found wanting."""
        return self.talk.judged and bool(self.fault)


def load(path: Path) -> list[LabelledTalk]:
    """Read a file of cases, one JSON object a line; raises `ValueError` naming the line at fault and what is wrong."""
    talks = []
    for line, text in enumerate(path.read_text("utf-8").split("\n"), start=1):
        if not text.strip():
            continue
        try:
            talks.append(_talk(json.loads(text), path.name))
        except (ValueError, KeyError, TypeError, AttributeError, re.error) as error:
            what = f"缺 {error}" if isinstance(error, KeyError) else str(error)
            raise ValueError(
                f"{path.name} 第 {line} 行读不懂（{what}）。每行要是一个 JSON，含 id、kind、messages，可以有 must、must_not。"
            ) from error
    return talks


def _talk(row: Mapping[str, Any], file: str) -> LabelledTalk:
    patterns = {name: str(row.get(name) or "") for name in ("must", "must_not")}
    for pattern in patterns.values():
        _compiled(pattern)
    messages = tuple(map(_message, row["messages"]))
    if not (row["id"] and row["kind"] and messages):
        raise ValueError("id、kind、messages 不能为空")
    wanted = str(row.get("expect") or row.get("want") or "")
    return LabelledTalk(str(row["id"]), str(row["kind"]), file, messages, **patterns, wanted=wanted)


def _message(given: str | Mapping[str, Any]) -> str | Deed:
    if isinstance(given, str):
        return given
    fields = {str(name): str(value) for name, value in dict(given.get("fields") or {}).items()}
    texts = {name: str(given.get(name) or "") for name in ("event", "key", "label")}
    kind = str(given.get("type") or "")
    if not (kind or texts["event"]):
        raise ValueError("一条消息要是文字，或者写明 type 或 event")
    return Deed(kind, tuple(fields.items()), **texts)


def fault_of(talk: LabelledTalk, replies: Sequence[str]) -> str:
    """Tell what is wrong with the last reply: nothing came, what must be said is missing, what must not is there."""
    if not replies or not replies[-1]:
        return NO_REPLY
    number = number_told(replies)
    wanted, unwanted = (filled(pattern, number=number) for pattern in (talk.must, talk.must_not))
    if wanted and not _compiled(wanted).search(replies[-1]):
        return NOT_SAID
    return SAID if unwanted and _compiled(unwanted).search(replies[-1]) else ""


def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of a case file: whoever measures has written it, and it meets no citizen's words in service."""
    return re.compile(pattern)


def report(played: Iterable[PlayedTalk], *, seconds: float) -> dict[str, Any]:
    """Give totals by kind, the ids of those that failed, and every reply, as one JSON object."""
    played = list(played)
    judged = [one for one in played if one.talk.judged]
    kinds = dict.fromkeys(one.talk.kind for one in judged)
    of_kind = {kind: [one for one in judged if one.talk.kind == kind] for kind in kinds}
    return {
        "cases": len(judged),
        "passed": sum(not one.failed for one in judged),
        "not_judged": len(played) - len(judged),
        "seconds": round(seconds, 1),
        "kinds": {
            kind: {"cases": len(ones), "passed": sum(not one.failed for one in ones)}
            for kind, ones in of_kind.items()
        },
        "failing": [one.talk.id for one in judged if one.failed],
        "results": [
            {
                "id": one.talk.id,
                "kind": one.talk.kind,
                "file": one.talk.file,
                "judged": one.talk.judged,
                "fault": one.fault if one.talk.judged else "",
                "replies": list(one.replies),
            }
            for one in played
        ],
    }

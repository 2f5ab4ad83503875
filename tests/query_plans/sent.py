"""What a run sent to its databases: each statement once, with what it was given and who in the program sent it."""

import re
import site
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from greenlet import getcurrent
from sqlalchemy import event
from sqlalchemy.engine import Engine

ROOT = Path(__file__).parents[2]
PROGRAM = ("bot", "intents", "handlers", "knowledge", "adapters")
READ = ("SELECT", "UPDATE", "DELETE", "WITH")
# The length of a list changes no plan, but the text of the statement, and the numbers of what follows.
LISTED = re.compile(r"\((?:(?:\?|\$\d+(?:::[A-Z ]+)?)(?:, )?)+\)")
NUMBERED = re.compile(r"\$\d+")
_LIBRARIES = (sysconfig.get_path("stdlib"), *site.getsitepackages(), "<", __file__)


@dataclass(slots=True)
class SentStatement:
    """A statement of an engine, with one set of values; `senders` are the functions of the program that sent it."""

    engine: str
    words: str
    given: Any
    senders: set[str] = field(default_factory=set)


@dataclass(slots=True)
class SentStatements:
    """The statements of a process by engine and shape; what tests themselves ask is none of them."""

    kept: dict[tuple[str, str], SentStatement] = field(default_factory=dict)
    _shapes: dict[str, str] = field(default_factory=dict)

    def listen(self) -> None:
        """Note from now on what any engine sends."""
        event.listen(Engine, "before_cursor_execute", self._note)

    def ignore(self) -> None:
        """Note nothing from now on."""
        event.remove(Engine, "before_cursor_execute", self._note)

    def of(self, engine: str) -> list[SentStatement]:
        """Give those of one engine."""
        return [sent for sent in self.kept.values() if sent.engine == engine]

    def _note(self, connection: Any, _: object, words: str, given: Any, __: object, many: bool) -> None:
        kind = self._shapes.get(words)
        if kind is None:
            kind = self._shapes[words] = shape(words) if words.lstrip().startswith(READ) else ""
        sender = kind and _sender()
        if sender:
            engine = connection.dialect.name
            first = SentStatement(engine, words, given[0] if many else given)
            self.kept.setdefault((engine, kind), first).senders.add(sender)


def shape(words: str) -> str:
    """Give a statement's words without what changes from one time to the next, such as the length of a list."""
    return NUMBERED.sub("$", LISTED.sub("(…)", words))


def _sender() -> str:
    """Name the nearest function that is no library's; empty text where that is none of the program's."""
    for frame in _frames():
        code = frame.f_code
        if code.co_filename.startswith(_LIBRARIES):
            continue
        path = Path(code.co_filename)
        if not path.is_relative_to(ROOT) or path.relative_to(ROOT).parts[0] not in PROGRAM:
            return ""
        inside = path.relative_to(ROOT).with_suffix("")
        return f"{'.'.join(inside.parts)}.{code.co_qualname}"
    return ""


def _frames() -> Iterator[FrameType]:
    """Give who called whom, nearest first; a statement is run in a greenlet, whose parent stands where it was awaited."""
    frame: FrameType | None = sys._getframe(1)
    here = getcurrent()
    while frame or here.parent:
        while frame:
            yield frame
            frame = frame.f_back
        if here.parent is None:
            return
        here = here.parent
        frame = here.gr_frame


SENT = SentStatements()

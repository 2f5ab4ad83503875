"""Finds every pattern of the program: what it compiles while its modules and data load, and what its calls of `re` say.

Run as a program it prints what it found as JSON: the modules must be imported anew while `re` is watched.
"""

import ast
import gc
import importlib
import json
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

from tests.unit.patterns.usage import Call, Source, methods

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = ("bot", "intents", "handlers", "knowledge", "adapters")


@dataclass(frozen=True, slots=True)
class Known:
    """A pattern of the program, the line that compiles it, and how it is applied."""

    pattern: str
    flags: int
    in_bytes: bool
    place: str
    methods: tuple[str, ...]

    def compiled(self) -> re.Pattern[Any]:
        """Give the pattern itself."""
        return re.compile(self.pattern.encode("latin-1") if self.in_bytes else self.pattern, self.flags)


@dataclass(frozen=True, slots=True)
class Census:
    """All patterns, and the lines where `re` is called with a pattern that nobody has seen."""

    patterns: tuple[Known, ...]
    unseen: tuple[str, ...]


@cache
def taken() -> Census:
    """Give the census, taken by a process of its own."""
    command = [sys.executable, "-m", "tests.unit.patterns.census"]
    told = json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
    patterns = tuple(Known(**{**one, "methods": tuple(one["methods"])}) for one in told["patterns"])
    return Census(patterns, tuple(told["unseen"]))


class Watch:
    """Notes each pattern that the program hands to `re`, with the line that does."""

    def __init__(self) -> None:
        self.seen: dict[tuple[str, int], set[tuple[str | bytes, int]]] = {}
        self._compile = re._compile  # type: ignore[attr-defined]

    def start(self) -> None:
        """Stand in the one door of all functions of `re`."""

        def noted(pattern: Any, flags: Any) -> Any:
            place = _place(sys._getframe(2))
            if place is not None and isinstance(pattern, str | bytes):
                self.seen.setdefault(place, set()).add((pattern, int(flags)))
            return self._compile(pattern, flags)

        re._compile = noted  # type: ignore[attr-defined]

    def at(self, call: Call) -> set[tuple[str | bytes, int]]:
        """Give what a call handed over."""
        lines = range(call.first, call.last + 1)
        return {one for line in lines for one in self.seen.get((call.file, line), ())}


def _place(frame: FrameType) -> tuple[str, int] | None:
    file = _file(frame.f_code.co_filename)
    return (file, frame.f_lineno) if file else None


@cache
def _file(name: str) -> str | None:
    """Give a module's path in the program; None where it is none of it."""
    path = Path(name)
    if not path.is_relative_to(ROOT):
        return None
    relative = path.relative_to(ROOT)
    return str(relative) if relative.parts[0] in PACKAGES else None


def _modules() -> Iterator[ModuleType]:
    for package in PACKAGES:
        found = pkgutil.walk_packages([str(ROOT / package)], f"{package}.")
        for name in (package, *(module.name for module in found if not module.name.endswith("__main__"))):
            yield importlib.import_module(name)


def _load_data() -> None:
    """Compile what is compiled from data files, and only once it is needed."""
    from adapters.cli.examination.talks import LabelledTalk, fault_of
    from adapters.wechat.push import convert
    from adapters.wechat.push.kinds import EVENTS, MESSAGES
    from adapters.wechat.simulator.protocol.settings import SimulatorSettings
    from handlers.complaints.wall.accused import AccusedUnits
    from handlers.county import bodies
    from handlers.foreign import english
    from handlers.policy.facet_words import read
    from handlers.texts import Texts
    from intents import limits, rules
    from intents.dangers import reader as dangers
    from intents.slots.named_entities import Whereabouts
    from intents.text import lexicon
    from knowledge.ingest.particulars import propose
    from knowledge.judgement import contrasts, sought, wanted
    from knowledge.publication.proofreading import lexicon as proofreading_lexicon
    from knowledge.publication.proofreading import proofread
    from knowledge.text import aspects, persons, question, regions, synonyms

    rules.load()
    dangers.load()
    limits.load()
    english.load()
    Whereabouts(lexicon.load())
    bodies.load(Texts.load())
    AccusedUnits.of("青岚县", ["青岚县城市管理局"])
    aspects.known()
    question.analyse("公租房怎么申请")
    sought.groups_in("退役军人")
    contrasts.members_in("公租房")
    wanted.wanted_by("几个月")
    wanted.counted_by("几个月")
    wanted.counted_by("能领几个月")
    wanted.counted_by("分几档")
    regions.named("厦门")
    synonyms.variants("公租房")
    persons.mask_question("我叫王小雨")
    words = proofreading_lexicon.lexicon()
    list(proofread.sensitive("", words))
    list(proofread.misprints("", words))
    list(propose._guessed({}, ""))
    read("去掉王小雨", today=date.min, named=lambda _facet, _words: "")
    SimulatorSettings(
        callback_url="http://localhost/", token="abc", aes_key="a" * 43, appid="a", secret="a", account="gh_a"
    )
    # The patterns of a case file are those of whoever measures; one stands for them.
    fault_of(LabelledTalk("a", "a", "a", ("a",), must="60元"), ["60元"])
    for kind in (*MESSAGES.values(), *EVENTS.values()):
        convert._read(_AnyElement(), kind.fields)


class _AnyElement:
    """An element whose parts all hold what fits every form."""

    @staticmethod
    def value(_path: str) -> str:
        return "1"


def _told(call: Call, module: ModuleType) -> set[tuple[str | bytes, int]]:
    """Give the pattern of a call that was not made, where the module's own names tell it."""
    try:
        pattern, *flags = (
            eval(compile(ast.Expression(one), call.file, "eval"), dict(vars(module)))
            for one in call.arguments
        )
    except NameError:
        return set()
    return {(pattern, int(flags[0]) if flags else 0)} if isinstance(pattern, str | bytes) else set()


def _take() -> Census:
    watch = Watch()
    watch.start()
    loaded = {str(Path(m.__file__ or "").relative_to(ROOT)): m for m in _modules()}
    _load_data()
    sources = [Source.read(file, (ROOT / file).read_text("utf-8")) for file in loaded]
    known: list[Known] = []
    unseen: list[str] = []
    for call in (call for source in sources for call in source.calls()):
        place = f"{call.file}:{call.first}"
        used = tuple(sorted(methods(call, sources)))
        found = watch.at(call) or _told(call, loaded[call.file])
        unseen.extend([] if found else [place])
        known.extend(_known(pattern, flags, place=place, used=used) for pattern, flags in found)
    return Census(tuple(known), tuple(unseen))


def _known(pattern: str | bytes, flags: int, *, place: str, used: tuple[str, ...]) -> Known:
    in_bytes = isinstance(pattern, bytes)
    text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
    return Known(text, flags, in_bytes, place, used)


if __name__ == "__main__":
    # Everything read stays to the end; to look for garbage among millions of nodes takes as long as the reading.
    gc.disable()
    sys.stdout.write(json.dumps(asdict(_take())))

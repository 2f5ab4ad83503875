"""The layers that need no statistics: exact commands, and patterns that speak for a wish.

All of them are data (`data/patterns.yml`), so that a clerk's remark becomes a line and not a release.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from bot.text.margins import without_end
from bot.text.plain_yaml import read_yaml
from bot.understanding import Slot
from intents.text.normal_form import normalise
from intents.text.numerals import read_count

_TRIMMED = re.compile(r"[ ,。!?、.~;:…▪\-]+")
_PARTICLE = re.compile("吧|啊|呀|哦|哈|呗|啦|呢|哟|喔|嘛|噢|额|呃|诶|的呀|一下|了哈|好吗")
_ASKING = re.compile("^(?:请|麻烦)?(?:你|您)?(?:给我|帮我|我要|我想要?|我来|我需要)(?:看看?|一下)?")
_ANSWERS = frozenset({"greet", "thanks", "affirm", "deny", "rate_service"})
_ORDINAL = re.compile("第([0-9一二三四五六七八九十]{1,2})")


@dataclass(frozen=True, slots=True)
class WeightedPattern:
    """A pattern that speaks for a wish, with its weight in log-odds."""

    intent: str
    weight: float
    pattern: re.Pattern[str]


def compact(normal: str) -> str:
    """Give a normal form without spaces and marks, the form that whole-message patterns compare."""
    return _TRIMMED.sub("", normal) or normal


class Rules:
    """Compiled patterns of one data file."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._fields = {word: name for name, words in data["fields"].items() for word in map(str, words)}
        any_field = "(?:" + "|".join(map(re.escape, sorted(self._fields, key=len, reverse=True))) + ")"
        self._field = re.compile(any_field)
        self._commands = tuple(
            (intent, re.compile("|".join(f"(?:{p})" for p in patterns).replace("{field}", any_field)))
            for intent, patterns in data["commands"].items()
        )
        self._exact = {
            compact(normalise(str(word))): intent for intent, words in data["exact"].items() for word in words
        }
        self._longest = max(map(len, self._exact), default=0)
        self._evidence = tuple(
            WeightedPattern(e["intent"], float(e["weight"]), re.compile(e["pattern"]))
            for e in data["evidence"]
        )

    @property
    def command_intents(self) -> frozenset[str]:
        """Give the wishes that are recognised by exact wording only."""
        return frozenset(intent for intent, _ in self._commands)

    @property
    def intents(self) -> frozenset[str]:
        """Give every wish that some wording leads to."""
        hinted = frozenset(item.intent for item in self._evidence)
        return self.command_intents | hinted | frozenset(self._exact.values())

    def command(self, form: str) -> tuple[str, tuple[Slot, ...]] | None:
        """Give the command that a compact form is, with the field it names, or None."""
        for intent, pattern in self._commands:
            if pattern.fullmatch(form):
                return intent, self._field_slots(form) if intent == "form_correct" else ()
        return None

    def exact(self, form: str) -> str | None:
        """Give the wish of a message that is nothing but a known word, end particles aside."""
        bare = without_end(form, _PARTICLE, longest=2, kept=1)
        return self._exact.get(form) or self._exact.get(bare) or self._asked_for(bare) or self._repeated(form)

    def _asked_for(self, form: str) -> str | None:
        """Give the wish of a word that is asked for (给我办事指南, 帮我查进度); answers are not asked for."""
        rest = _ASKING.sub("", form)
        wish = self._exact.get(rest) if len(rest) > 1 and rest != form else None
        return None if wish in _ANSWERS else wish

    def _repeated(self, form: str) -> str | None:
        for size in range(2, min(len(form) // 2, self._longest) + 1):
            if len(form) % size == 0 and form == form[:size] * (len(form) // size):
                return self._exact.get(form[:size])
        return None

    def evidence(self, form: str) -> dict[str, float]:
        """Give for each wish the sum of the weights of the patterns found."""
        sums: dict[str, float] = {}
        for item in self._evidence:
            if item.pattern.search(form):
                sums[item.intent] = sums.get(item.intent, 0.0) + item.weight
        return sums

    def _field_slots(self, form: str) -> tuple[Slot, ...]:
        if (ordinal := _ORDINAL.search(form)) and (number := read_count(ordinal[1])) is not None:
            return (Slot("field", ordinal.group(), str(number)),)
        if (word := self._field.search(form)) is not None:
            return (Slot("field", word.group(), self._fields[word.group()]),)
        return ()


def load(source: Traversable | None = None) -> Rules:
    """Give the rules of a data file, by default the package's."""
    text = (source or files("intents") / "data" / "patterns.yml").read_text("utf-8")
    return Rules(read_yaml(text))

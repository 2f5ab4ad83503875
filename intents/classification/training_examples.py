"""Turns the written examples into what the classifier learns from.

Each sentence is learned as it stands, once more with its topic exchanged for another of the same kind (so that the
frame counts, not the permit), some with the small words people wrap around a wish, and some at the end of a story:
the sentences without a wish (those of the fallback) are what people tell before they come to it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from bot.understanding import FALLBACK
from intents.catalogue import Example
from intents.classification.classifier import Model, TrainingSample
from intents.classification.features import Features
from intents.classification.optimizer import train
from intents.text.corrections import Mender
from intents.text.lexicon import Lexicon
from intents.text.normal_form import normalise

_EXCHANGED = ("elsewhere", "item", "benefit", "record", "problem", "unit", "place")
_OPENINGS = (
    "请问",
    "你好,",
    "那个",
    "我想问下",
    "麻烦",
    "您好 ",
    "嗯",
    "喂",
    "哎",
    "同志 ",
    "就是",
    "我说",
    "师傅",
)
_ENDINGS = ("呀", "啊", "谢谢", "呢", "哈", "?", "!", "。", "急", "在线等", "哦", "麻烦了", "吧", "😂", "🙏")
_SWAPPED_WEIGHT, _WRAPPED_WEIGHT, _TOLD_WEIGHT = 0.5, 0.4, 0.4
_TOLD_FROM = 5
"""Sentences of this many characters are also learned at the end of a story."""
_SOCIAL = frozenset({"greet", "thanks", "affirm", "deny"})
_WHOLE = _SOCIAL | {FALLBACK, "out_of_scope"}


class FeatureReader:
    """Reads a text into the mended form and its features; the same for learning and for use."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._mender = Mender(lexicon)
        self._features = Features(lexicon)

    def mended(self, normal: str) -> str:
        """Give a normal form in plain speech with its slips put right."""
        return self._mender.mend(self.lexicon.plain_speech(normal))

    def features(self, form: str) -> list[str]:
        """Give the features of a mended form."""
        return self._features.of(form)


def learn(examples: Iterable[Example], lexicon: Lexicon, *, leave_out: frozenset[str] = frozenset()) -> Model:
    """Give the model of the examples, except those of the wishes that have a layer of their own."""
    reader = FeatureReader(lexicon)
    members = {
        kind: sorted(w for w, kinds in lexicon.classes.items() if kind in kinds) for kind in _EXCHANGED
    }
    kept = sorted((e for e in examples if e.intent not in leave_out), key=lambda e: _dice(e.text))
    stories = [e.text for e in kept if e.intent == FALLBACK and len(e.text) >= _TOLD_FROM]
    return train([s for example in kept for s in _samples(example, reader, members=members, stories=stories)])


def _samples(
    example: Example, reader: FeatureReader, *, members: dict[str, list[str]], stories: Sequence[str]
) -> Iterator[TrainingSample]:
    form = reader.mended(normalise(example.text))
    yield TrainingSample(tuple(reader.features(form)), example.intent)
    dice = _dice(example.text)
    if (swapped := _exchanged(form, reader.lexicon, members, dice=dice)) != form:
        yield TrainingSample(tuple(reader.features(swapped)), example.intent, _SWAPPED_WEIGHT)
    if example.intent not in _SOCIAL and dice % 2:
        yield TrainingSample(tuple(reader.features(_wrapped(form, dice))), example.intent, _WRAPPED_WEIGHT)

    if stories and example.intent not in _WHOLE and len(form) >= _TOLD_FROM and dice % 4 == 0:
        told = _told(form, stories, dice)
        yield TrainingSample(tuple(reader.features(told)), example.intent, _TOLD_WEIGHT)


def _told(form: str, stories: Sequence[str], dice: int) -> str:
    before = [_pick(stories, dice // step) for step in (11, 13, 17)[: 1 + dice // 3 % 3]]
    return _pick((",", " ", ""), dice // 19).join((*before, form))


def _dice(text: str) -> int:
    """Give a number that is the same for the same text on every machine."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def _pick(choices: Sequence[str], dice: int) -> str:
    return choices[dice % len(choices)]


def _exchanged(form: str, lexicon: Lexicon, members: dict[str, list[str]], *, dice: int) -> str:
    parts: list[str] = []
    place = 0
    for number, span in enumerate(lexicon.spans(form)):
        kind = next((k for k in _EXCHANGED if k in span.classes), None)
        if kind is not None and span.end - span.start > 1:
            parts += [form[place : span.start], _pick(members[kind], dice // (number + 3))]
            place = span.end
    return "".join((*parts, form[place:]))


def _wrapped(form: str, dice: int) -> str:
    return _pick(_OPENINGS, dice // 5) + form if dice % 4 == 1 else form + _pick(_ENDINGS, dice // 7)

"""Reads one message: normal form, dangers, exact commands, patterns, classifier, further wishes, in this order.

The layers are independent values that can each be read and tested alone; this module only decides between them.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from bot.message import readable
from bot.understanding import FALLBACK, Context, Slot, Understanding, Wish
from intents import limits, rules, wishes
from intents.catalogue import Catalogue
from intents.classification import classifier
from intents.classification.classifier import Model
from intents.classification.training_examples import FeatureReader, learn
from intents.dangers import training as dangers
from intents.dangers.bare_place import is_bare_place
from intents.dangers.reader import Dangers
from intents.limits import Limits
from intents.rules import Rules, compact
from intents.slots.extractor import Slots
from intents.slots.subjects import subjects
from intents.slots.topics import Topics
from intents.text import clauses, courtesy, latin, lexicon
from intents.text.clauses import Clause
from intents.text.lexicon import Lexicon
from intents.text.normal_form import READ_LETTERS, Folded, fold, settle
from intents.wishes import ASKED_LAST, MANNERS, WIDER, Divider, Group, Ranking

EXACT_SHARE = 0.97
"""Probability of a wish that was given by an exact word."""
ACTING_SHARE = 0.3
"""Below this probability the bot asks again instead of acting."""
RANKED_WISHES = 5
NO_WISH_SHARE = 0.5
"""Probability of there being no wish at which the bot asks what is wanted."""
STORY_LETTERS, CLOSING_LETTERS = 30, 7
"""Characters from which several clauses are a story, and from which its last clause says enough."""
STORY_END_SHARE = 0.3
"""How much the end of a story says about the wish beside the whole."""
_NO_CONTEXT = Context()
_ORDERED = re.compile("改|更正|重填|重写|重新填")
"""What makes a word about a field a wish to correct it outside of a form (改电话), and not a remark (信息不对)."""


@dataclass(slots=True)
class CountyRecognizer:
    """The engine's Recognizer over one catalogue; holds no state of conversations and may be shared."""

    rules: Rules
    dangers: Dangers
    reader: FeatureReader
    slots: Slots
    model: Model
    limits: Limits = field(default_factory=limits.load)
    threshold: float = ACTING_SHARE
    _untaught: Lexicon | None = field(default=None, repr=False)

    def teach(self, titles: Iterable[str], *, guides: Iterable[str] = ()) -> None:
        """Know what is published now, and nothing that was before: titles of documents, and of service guides.

        Takes about a third of a second for ten thousand titles, so call it beside the event loop; messages read
        meanwhile are read with the old words, as the new ones take their place at once.
        """
        known = self._untaught or self.reader.lexicon
        papers, services = tuple(titles), tuple(guides)
        words = {"benefit": subjects(papers), "item": subjects(services)}
        fresh = {kind: sorted(word for word in found if word not in known) for kind, found in words.items()}
        reader = FeatureReader(known.with_words(fresh) if any(fresh.values()) else known)
        slots = self.slots.with_words(reader.lexicon, Topics((*services, *papers)))
        self._untaught, self.reader, self.slots = known, reader, slots

    def recognize(self, text: str, context: Context = _NO_CONTEXT) -> Understanding:
        """Give the reading of a text in its context; never fails, whatever the text holds.

        Its words come without the courtesies around them, except in a form, where they may be the answer.
        """
        text = readable(text)
        text = text if context.form else courtesy.bare(courtesy.seen(text))
        folded = fold(text)
        normal = settle(folded.text[:READ_LETTERS])
        mended = self.reader.mended(normal)
        found = self.slots.extract(folded)
        danger = self.dangers.read(normal, mended)
        if context.located and danger.alarm and is_bare_place(normal):
            danger = self.dangers.unguessed.read(normal, mended)
        reading = self._read(text, normal, mended, folded=folded, slots=found, context=context)
        limit = self.limits.read(normal, mended, folded.text[:READ_LETTERS])
        spelled = mended if latin.is_latin(normal) else None
        return replace(reading, emergency=danger.emergency, alarm=danger.alarm, limit=limit, spelled=spelled)

    def _read(
        self,
        text: str,
        normal: str,
        mended: str,
        *,
        folded: Folded,
        slots: tuple[Slot, ...],
        context: Context,
    ) -> Understanding:
        """Give the reading of a text without its dangers."""
        form = compact(mended)
        if not form:
            return Understanding(text, FALLBACK, 0.0, slots=slots)
        short = self._number(form, context) or self._command(form, compact(normal), context)
        if short is not None:
            intent, confidence, named = short
            ranking = ((intent, confidence),)
            intents = () if intent == FALLBACK else (intent,)
            return Understanding(text, intent, confidence, intents, (*slots, *named), ranking)
        answering = context.form is not None
        return self._weighed(text, mended, folded=folded, slots=slots, answering=answering)

    @staticmethod
    def _number(form: str, context: Context) -> tuple[str, float, tuple[Slot, ...]] | None:
        """Read a bare number: a choice where choices were offered, a yes to 1, else nothing to act on."""
        if not form.isdecimal() or len(form) > 2:  # noqa: PLR2004 - menus have no three-digit numbers.
            return None
        number = int(form)
        if 1 <= number <= context.choices:
            return FALLBACK, 0.0, (Slot("choice", form, str(number)),)
        if number == 1 and not context.choices:
            return "affirm", 0.6, ()
        return FALLBACK, 0.0, ()

    def _command(self, form: str, raw: str, context: Context) -> tuple[str, float, tuple[Slot, ...]] | None:
        for candidate in dict.fromkeys((raw, form)):
            if (command := self.rules.command(candidate)) is not None:
                intent, named = command
                if intent == "form_correct" and context.form is None and not _ORDERED.search(candidate):
                    continue
                if intent == "more_answer" and context.form is not None and candidate == "继续":
                    intent = "resume_form"
                return intent, EXACT_SHARE, named
            if (intent := self.rules.exact(candidate) or "") != "":
                return intent, EXACT_SHARE, ()
        return None

    def _ranked(self, form: str, evidence: dict[str, float] | None = None) -> Ranking:
        """Give the wishes best first; that there is none is left out unless it is likelier than all others."""
        if evidence is None:
            evidence = self.rules.evidence(compact(form))
        ranking = self.model.scores(self.reader.features(form), evidence)
        none = next((share for intent, share in ranking if intent == FALLBACK), 0.0)
        if none >= NO_WISH_SHARE:
            return ranking
        return [(intent, share / (1.0 - none)) for intent, share in ranking if intent != FALLBACK]

    def _ranked_to_the_end(self, form: str, parts: tuple[Clause, ...]) -> Ranking:
        """Give the wishes best first; in a long story its last words count once more, as that is where people ask."""
        ranking = self._ranked(clauses.without_denied(form))
        if len(form) < STORY_LETTERS or not parts:
            return ranking
        last = parts[-1].text
        end = dict(self._ranked(last if len(last) >= CLOSING_LETTERS else form[-2 * CLOSING_LETTERS :]))
        mixed = [
            (i, (1.0 - STORY_END_SHARE) * share + STORY_END_SHARE * end.get(i, 0.0)) for i, share in ranking
        ]
        return sorted(mixed, key=lambda entry: -entry[1])

    def _weighed(
        self,
        text: str,
        form: str,
        *,
        folded: Folded,
        slots: tuple[Slot, ...],
        answering: bool,
    ) -> Understanding:
        parts = wishes.split(form)
        ranking = self._ranked_to_the_end(form, parts)
        groups: tuple[Group, ...] = ()
        if parts:
            divider = Divider(self.rules, self.reader.lexicon, rank=self._ranked)
            groups = divider.divide(parts, ranking, answering=answering)
        top, share, found = _found(groups, ranking)
        if top == FALLBACK or share < self.threshold:
            top, found, groups = FALLBACK, (), ()
        told = self._told(groups, parts, folded=folded) if len(groups) > 1 else ()
        return Understanding(
            text, top, round(share, 4), found, slots, tuple(ranking[:RANKED_WISHES]), wishes=told
        )

    def _told(
        self, groups: tuple[Group, ...], parts: tuple[Clause, ...], *, folded: Folded
    ) -> tuple[Wish, ...]:
        """Give each wish its words, the citizen's own where mending kept the clauses, and the slots in them."""
        own = clauses.split(folded.text[:READ_LETTERS])
        same = len(own) == len(parts)
        told: list[Wish] = []
        for group in groups:
            texts = (
                folded.surface(own[number].start + own[number].leading, own[number].end)
                if same
                else parts[number].text[parts[number].leading :]
                for number in group.clauses
            )
            said = " ".join(filter(None, (text.strip() for text in texts)))
            found = self.slots.extract(fold(said))
            linked = parts[group.clauses[0]].linked
            told.append(Wish(group.intent, said, (*found, *_carried(found, told)), linked))
        return tuple(told)


def _found(groups: tuple[Group, ...], ranking: Ranking) -> tuple[str, float, tuple[str, ...]]:
    """Give the wish to act on with its probability, and all wishes, by the reading of the whole and of its clauses."""
    top, share = ranking[0]
    found = tuple(dict.fromkeys(group.intent for group in groups if group.intent != FALLBACK))
    answered = bool(found) and groups[0].intent == FALLBACK
    alone = bool(found) and found[0] != WIDER.get(top) and (top in MANNERS or found[0] in ASKED_LAST)
    if len(found) < 2 and not alone and not answered:  # noqa: PLR2004 - one wish is the one of the whole.
        return top, share, (top,)
    top = top if top in found else found[0]
    # A wish that was never learnt may be named by a clause alone, and the whole then knows nothing of it.
    return top, max(share, dict(ranking).get(top, 0.0)), found


_CARRIED = frozenset({"topic", "title"})


def _carried(found: tuple[Slot, ...], told: list[Wish]) -> tuple[Slot, ...]:
    """Give what the wish before was about to a wish that names nothing itself (办居住证带什么, 顺便问在哪办)."""
    if not told or any(slot.name in _CARRIED for slot in found):
        return ()
    return tuple(slot for slot in told[-1].slots if slot.name in _CARRIED)


def build(
    catalogue: Catalogue,
    cache_dir: Path,
    words: Mapping[str, Iterable[str]] | Iterable[str] = (),
    *,
    today: Callable[[], date] | None = None,
) -> CountyRecognizer:
    """Give a recogniser of the catalogue; trains when `cache_dir` holds no model of the same data.

    `today` gives the day by which relative dates are placed in the calendar; without it dates keep the values of
    `intents.slots.time_expressions`. What is published is taught later (`CountyRecognizer.teach`).

    `words` teaches further words without training: by class (`item`, `benefit`, `record`, `place`, `unit`), or as
    plain titles, which count as both something to apply for and something policies are about.
    """
    patterns = rules.load()
    known = lexicon.load()
    model = classifier.cached(
        cache_dir,
        _key(catalogue),
        lambda: learn(catalogue.examples, known, leave_out=patterns.command_intents),
    )
    further = words if isinstance(words, Mapping) else dict.fromkeys(("item", "benefit"), tuple(words))
    reader = FeatureReader(known.with_words(further) if any(further.values()) else known)
    signs = dangers.trained(cache_dir, _ordinary(catalogue))
    return CountyRecognizer(patterns, signs, reader, Slots(reader.lexicon, today=today), model)


def is_trained(catalogue: Catalogue, cache_dir: Path) -> bool:
    """Tell whether `cache_dir` holds the model of this catalogue, so that building takes no training."""
    wishes_known = classifier.place(cache_dir, _key(catalogue)).exists()
    return wishes_known and dangers.is_trained(cache_dir, _ordinary(catalogue))


def _ordinary(catalogue: Catalogue) -> tuple[str, ...]:
    return tuple(example.text for example in catalogue.examples)


def _key(catalogue: Catalogue) -> str:
    examples = (f"{example.intent}\t{example.text}" for example in catalogue.examples)
    return classifier.content_hash(*_sources(files("intents")), *examples)


_TRAINING_CODE = (
    "text/normal_form",
    "text/numerals",
    "text/pronunciation",
    "text/lexicon",
    "text/latin",
    "text/corrections",
    "classification/features",
    "classification/classifier",
    "classification/optimizer",
    "classification/training_examples",
)


def _sources(package: Traversable) -> Iterable[str]:
    """Give the text of everything besides the examples that a model depends on."""
    for entry in sorted((package / "data" / "lexicons").iterdir(), key=lambda e: e.name):
        yield entry.name + entry.read_text("utf-8")
    for name in ("spoken.txt", "initials.txt", "syllables.txt"):
        yield (package / "data" / name).read_text("utf-8")
    for name in _TRAINING_CODE:
        yield (package / f"{name}.py").read_text("utf-8")

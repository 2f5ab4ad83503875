"""A decision's trace in words that a clerk reads, section by section; personal data hidden."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from adapters.explanation.trace import DecisionTrace
from bot.personal.search import find
from bot.privacy import mask_text
from bot.understanding import FALLBACK, Understanding
from handlers.published.library import plain
from handlers.talk.arbiter import NEVER, Decision
from handlers.texts import Texts
from knowledge.answers.answer import Answer, Decline
from knowledge.answers.explanation import Lookup, WeighedExtract
from knowledge.index.generations import Index
from knowledge.text.persons import mask_question

REPLY = "reply"
WISHES_SHOWN = 4
LEAST_PROBABILITY = 0.01
QUOTE_LETTERS = 160
# Their values are the program's own names; a clerk reads the words they were read from.
CODED_SLOTS = frozenset({"role", "field", "rating"})
PRIVATE_SLOTS = frozenset({"name", "id_no", "uscc", "phone"})


@dataclass(frozen=True, slots=True)
class TraceSection:
    """One step of a decision: its name in the texts, its heading, and its lines."""

    name: str
    title: str
    lines: tuple[str, ...]


class TraceWording:
    """Puts traces into words."""

    def __init__(self, texts: Texts, index: Index) -> None:
        self._texts = texts
        self._index = index

    def sections(self, trace: DecisionTrace) -> tuple[TraceSection, ...]:
        """Give the steps in their order; a step that there was nothing of says so."""
        steps = {
            "heard": self._heard(trace),
            "weighed": (line for decision in trace.notes.decisions for line in self._decision(decision)),
            "looked_up": map(self._lookup, trace.notes.lookups),
            "found": self._found(trace),
            "outcome": self._outcome(trace),
            REPLY: self._reply(trace),
        }
        nothing = (self._texts("trace.unsaid"),)
        return tuple(
            TraceSection(name, self._texts(f"trace.sections.{name}"), tuple(lines) or nothing)
            for name, lines in steps.items()
        )

    def plain(self, trace: DecisionTrace) -> dict[str, Any]:
        """Give the trace as JSON values: names as the program calls them, words hidden as in `sections`."""
        heard, claim, used = trace.notes.heard, trace.claim, trace.used
        return {
            "said": mask_question(trace.said),
            "heard": {
                "intent": heard.intent,
                "confidence": heard.confidence,
                "wishes": [[name, round(value, 4)] for name, value in heard.ranking],
                "parts": [[wish.intent, mask_question(wish.text)] for wish in heard.wishes],
                "slots": [[slot.name, hidden(slot.name, slot.value)] for slot in heard.slots],
                "emergency": heard.emergency,
                "alarm": heard.alarm,
                "limit": heard.limit,
            },
            "weighed": [
                {"from_documents": one.from_documents, **dict(one.reasons)} for one in trace.notes.decisions
            ],
            "actions": list(trace.notes.actions),
            "looked_up": [_plain_lookup(one) for one in trace.notes.lookups],
            "found": [_plain_stretch(one) for one in trace.weighed],
            "used": used,
            "bars": {"sure": trace.sure, "likely": trace.likely},
            "degree": claim.degree.value if claim else None,
            "confidence": claim.confidence if claim else None,
            "reply": list(self._reply(trace)),
        }

    def _heard(self, trace: DecisionTrace) -> Iterator[str]:
        heard, texts = trace.notes.heard, self._texts
        if heard.emergency:
            yield texts("trace.heard.danger")
        elif heard.alarm:
            yield texts("trace.heard.alarm")
        if heard.limit:
            yield texts("trace.heard.limit")
        if heard.spelled is not None:
            yield texts("trace.heard.english")
        for intent, probability in heard.ranking[:WISHES_SHOWN]:
            if probability >= LEAST_PROBABILITY:
                yield texts("trace.heard.wish", name=self._intent(intent), probability=probability)
        yield self._chosen(heard)
        if len(heard.wishes) > 1:
            names = self._joined(
                f"{self._intent(wish.intent)}“{mask_question(wish.text)}”" for wish in heard.wishes
            )
            yield texts("trace.heard.parts", names=names)
        for slot in heard.slots:
            name = self._named(f"trace.slots.{slot.name}", slot.name)
            value = slot.surface if slot.name in CODED_SLOTS else slot.value
            yield texts("trace.heard.slot", name=name, value=hidden(slot.name, value))
        yield texts(
            "trace.heard.actions", names=self._joined(self._action(one) for one in trace.notes.actions)
        )

    def _chosen(self, heard: Understanding) -> str:
        name = self._intent(heard.intent)
        if heard.intent == FALLBACK:
            return self._texts("trace.heard.unsure", name=name)
        return self._texts("trace.heard.chosen", name=name, confidence=heard.confidence)

    def _decision(self, decision: Decision) -> Iterator[str]:
        reasons = dict(decision.reasons)
        if "least" not in reasons:
            return
        action, texts = self._action(reasons["action"]), self._texts
        if float(reasons["least"]) >= NEVER:
            yield texts("trace.weighed.never", action=action)
        else:
            key = "documents" if decision.from_documents else "wish"
            yield texts(
                f"trace.weighed.{key}", action=action, chance=reasons["chance"], least=reasons["least"]
            )
        asks = "asks" if reasons["asks"] == "true" else "tells"
        meant = "meant" if reasons["meant"] == "true" else "unmeant"
        yield f"{texts(f'trace.weighed.{asks}')}；{texts(f'trace.weighed.{meant}')}"

    def _lookup(self, lookup: Lookup) -> str:
        result, about = lookup.result, lookup.circumstances.about
        key = "about" if about else "line"
        return self._texts(
            f"trace.looked_up.{key}",
            question=mask_question(lookup.question),
            title=self._title(about) if about else "",
            confidence=result.confidence,
            outcome=self._texts(f"trace.looked_up.{_outcome(result)}"),
        )

    def _found(self, trace: DecisionTrace) -> Iterator[str]:
        used = trace.used
        for place, one in enumerate(trace.weighed):
            extract = one.extract
            document = extract.citation.document
            where = extract.anchor or " › ".join(step for step in extract.path if step != document.title)
            yield self._texts(
                "trace.found.passage",
                number=place + 1,
                title=document.title,
                where=where,
                chance=one.chance,
                belonging=one.belonging,
            )
            if place == used:
                yield self._texts("trace.found.used")
            quote = " ".join(plain(extract.quoted).split())
            yield self._texts(
                "trace.found.quote", quote=f"{quote[:QUOTE_LETTERS]}{'…' * (len(quote) > QUOTE_LETTERS)}"
            )
            yield from self._reasons(one, whole=place in {0, used})

    def _reasons(self, one: WeighedExtract, *, whole: bool) -> Iterator[str]:
        """Tell why one stretch was chosen, and of the `whole` why it answers, or belongs, as likely as it does."""
        chances = (("answering", one.for_answering), ("belonging", one.for_belonging)) if whole else ()
        for why, reasons in (("choice", one.reasons), *chances):
            if reasons:
                told = self._joined(self._reason(name, points) for name, points in reasons)
                yield self._texts(f"trace.found.{why}", reasons=told)

    def _reason(self, name: str, points: float) -> str:
        words = self._named(f"trace.measures.{name}", name)
        return self._texts("trace.found.reason", name=words, points=points)

    def _outcome(self, trace: DecisionTrace) -> Iterator[str]:
        claim = trace.claim
        if claim is None or claim.confidence is None:
            yield self._texts(f"trace.outcome.{'unknown' if claim is None else 'chosen'}")
            return
        yield self._texts("trace.outcome.bars", sure=trace.sure, likely=trace.likely)
        belonging = trace.decisive.result.belonging if trace.decisive else 0.0
        yield self._texts(
            f"trace.outcome.{claim.degree.value}", confidence=claim.confidence, belonging=belonging
        )

    @staticmethod
    def _reply(trace: DecisionTrace) -> Iterator[str]:
        number = 0
        for reply in trace.replies:
            yield from (line for line in _unsaid(reply.kept().text, trace.said).split("\n") if line)
            if reply.card:
                yield from (reply.card.title, reply.card.description)
            for choice in reply.choices:
                number += 1
                yield f"{number} {choice.label}"

    def _intent(self, intent: str) -> str:
        return self._named(f"trace.intents.{intent}", intent)

    def _action(self, action: str) -> str:
        if action.startswith("action_ask_") and "_form_" in action:
            return self._texts("trace.actions.action_ask_form")
        return self._named(f"trace.actions.{action}", action)

    def _named(self, key: str, otherwise: str) -> str:
        return self._texts(key) if key in self._texts else otherwise

    def _joined(self, parts: Any) -> str:
        return self._texts("trace.found.comma").join(parts)

    def _title(self, identifier: str) -> str:
        reader = self._index.reader
        docnum = reader.docnum_of(identifier) if reader else None
        return reader.document(docnum).title if reader and docnum is not None else identifier


def hidden(name: str, value: str) -> str:
    """Give a slot's value as it may be shown: what names a person is hidden whole, numbers in all others."""
    return "*" * len(value) if name in PRIVATE_SLOTS else mask_question(value)


def _unsaid(reply: str, said: str) -> str:
    """Give a reply without the personal numbers that were said; those of offices stay readable."""
    for one in find(said):
        number = said[one.start : one.end]
        reply = reply.replace(number, mask_text(number))
    return reply


def _outcome(result: Answer | Decline) -> str:
    if isinstance(result, Answer):
        return "approved" if result.approved else "answered"
    return "likely" if result.likely else "declined"


def _plain_lookup(lookup: Lookup) -> dict[str, Any]:
    return {
        "question": mask_question(lookup.question),
        "about": lookup.circumstances.about,
        "confidence": round(lookup.result.confidence, 4),
        "outcome": _outcome(lookup.result),
    }


def _plain_stretch(one: WeighedExtract) -> dict[str, Any]:
    extract = one.extract
    return {
        "document": extract.citation.document.id,
        "title": extract.citation.document.title,
        "anchor": extract.anchor,
        "path": list(extract.path),
        "quote": extract.quoted,
        "chance": round(one.chance, 4),
        "belonging": round(one.belonging, 4),
        "reasons": list(map(list, one.reasons)),
        "for_answering": list(map(list, one.for_answering)),
        "for_belonging": list(map(list, one.for_belonging)),
    }

"""Several questions in one message: each is looked up by its own words, in their order, with the matter of those before it.

公租房怎么申请？租金多少？另外低保一个月多少钱 asks three things of two matters. One search for the whole finds the words that
share most letters with all of it, which answer none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.policy.thread.follow_up import QUESTION_LETTERS, TOPIC_LETTERS, Asked
from knowledge.answers.answer import Answer, Answering, Decline, Extract
from knowledge.judgement.sought import sought_by
from knowledge.text.focus import AskedClause, asked_clauses, matter_pairs, told_matter
from knowledge.text.matter_words import EVERYWHERE

MOST_ANSWERED = 3
LINES = re.compile("[。；！？!?;\\s]+")
MOST_READ = 6
# From this likelihood that it begins another matter a clause is answered by itself; one that was counted off sooner.
LEAST_LEAVING, LEAST_COUNTED = 0.6, 0.4
# How much surer a clause that names a matter of its own has to be than the same clause read with the matter before it.
STAYING_GAIN = 0.1
# A question that was counted off stands for itself.
COUNTED_GAIN = 0.25
# A clause that was not counted off has to be this sure to leave the matter.
LEAST_ALONE = 0.6
# From this chance on words that come near answer one of several questions.
LEAST_NEAR = 0.45
# The whole message has to say so likely what it is about before an unnamed question is read with that.
LEAST_WHOLE = 0.2
# And a story, whose matter is told in so many other words, from this likelihood on that it belongs there.
LEAST_STORY = 0.15


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of a message: those that were answered, surely or by words that come near, and the words of the others."""

    answered: tuple[Asked, ...]
    left: tuple[str, ...]


def divided(said: str, *, answering: Answering, today: date) -> QuestionSet | None:
    """Look up the questions of a message one by one; None where it is one question, or where only the whole has an answer."""
    clauses = asked_clauses(said)[:MOST_READ]
    if len(clauses) < 2:  # noqa: PLR2004 - one question is answered as a whole.
        return None
    whole = answering.answer(said, today=today)
    if story := _of_story(said, clauses, whole, answering=answering, today=today):
        return story
    asked = _looked_up(clauses, whole, answering=answering, today=today)
    told = [one for one in asked if shown_of(one.result)]
    kept = _distinct(told)
    counted = sum(clause.counted for clause in clauses) > 1
    sure = [one for one in kept if isinstance(one.result, Answer) or (counted and _is_plain(one.result))]
    # Clauses that only a comma parts may be one question after all: each has to be answered surely to be another.
    if len(sure) < (1 if counted else 2) or not (counted or whole.confidence >= LEAST_WHOLE):
        return None
    kept = kept if counted else sure
    missed = [one.question for one in asked if one not in told] if counted else []
    left = [*(one.question for one in kept[MOST_ANSWERED:]), *missed]
    if len(kept) < 2 and (not left or isinstance(whole, Answer)):  # noqa: PLR2004 - one answer is the whole's.
        return None
    return QuestionSet(tuple(kept[:MOST_ANSWERED]), tuple(left))


def _of_story(
    said: str, clauses: Sequence[AskedClause], whole: Answer | Decline, *, answering: Answering, today: date
) -> QuestionSet | None:
    """Answer the questions at the end of a story inside the matter that it names; None where it names none, or asks one side of it.

    听说可以办助学贷款，…，一年能借多少，在哪办，最晚哪天签字 asks thrice of one document, and most of its words ask nothing.
    """
    matter = told_matter(said)
    best = whole.best if whole.belonging >= LEAST_STORY else None
    sides = {sought_by(clause.words).aspects[:1] for clause in clauses} - {()}
    if best is None or not matter or len(sides) < 2:  # noqa: PLR2004 - one side is answered as a whole.
        return None
    document = best.citation.document.id
    asked = []
    for clause in clauses:
        result = answering.answer(clause.words, today=today, about=document, before=matter)
        if result.leaving < LEAST_LEAVING:
            asked.append(Asked(clause.words[:QUESTION_LETTERS], clause.words[:TOPIC_LETTERS], result))
    kept = _distinct([one for one in asked if shown_of(one.result)])
    if len(kept) < 2:  # noqa: PLR2004 - one answer is the whole's.
        return None
    return QuestionSet(tuple(kept[:MOST_ANSWERED]), tuple(one.question for one in kept[MOST_ANSWERED:]))


def _is_plain(result: Answer | Decline) -> bool:
    """Whether a result is an answer, or words so near that they are shown alone."""
    return isinstance(result, Answer) or (bool(result.likely) and result.confidence >= LEAST_NEAR)


def shown_of(result: Answer | Decline) -> Extract | None:
    """Give the words that a result shows: its answer, or those that come near."""
    if isinstance(result, Answer):
        return result.best
    return result.likely[0] if result.likely else None


def _looked_up(
    clauses: Sequence[AskedClause], whole: Answer | Decline, *, answering: Answering, today: date
) -> list[Asked]:
    matter = whole.best.citation.document.id if whole.best and whole.confidence >= LEAST_WHOLE else None
    # What the whole is about is only a guess until a question has been answered from it.
    before = ""
    found: list[Asked] = []
    for clause in clauses:
        result = _answered(clause, matter, before, answering=answering, today=today)
        best = shown_of(result)
        if best and (not before or best.citation.document.id != matter):
            matter, before = best.citation.document.id, clause.words
        found.append(Asked(clause.words[:QUESTION_LETTERS], clause.words[:TOPIC_LETTERS], result))
    return found


def _answered(
    clause: AskedClause, matter: str | None, before: str, *, answering: Answering, today: date
) -> Answer | Decline:
    """Answer one question: inside the matter of the questions before it, or by itself, with the clause that leads to it."""
    own = answering.answer(clause.words, today=today)
    led = answering.answer(clause.led, today=today) if clause.led != clause.words else own
    if led.confidence > own.confidence or not clause.names:
        own = led
    if matter is None:
        return own
    if not before:
        return _guessed(clause, own, matter, answering=answering, today=today)
    threaded = answering.answer(clause.words, today=today, about=matter, before=before)
    leaves = threaded.leaving >= (LEAST_COUNTED if clause.counted else LEAST_LEAVING)
    # 二是她医保怎么交 names what the matter before never mentions: counted off, it stands for itself.
    leaves = leaves or (clause.counted and not _mentioned(clause, matter, answering=answering, today=today))
    return own if clause.names and leaves and (clause.counted or isinstance(own, Answer)) else threaded


def _mentioned(clause: AskedClause, matter: str, *, answering: Answering, today: date) -> bool:
    """Whether a matter mentions anything of what a clause names."""
    pairs = sorted(matter_pairs(clause.words) - EVERYWHERE)
    return not pairs or any(answering.mentions(matter, pair, today=today) for pair in pairs)


def _guessed(
    clause: AskedClause, own: Answer | Decline, matter: str, *, answering: Answering, today: date
) -> Answer | Decline:
    """Answer the first question: by itself, or with the title of what the whole message seems to be about."""
    titled = answering.answer(clause.words, today=today, about=matter)
    if not clause.names or not (clause.counted or own.confidence >= LEAST_ALONE):
        return titled
    gain = -COUNTED_GAIN if clause.counted else STAYING_GAIN
    return titled if titled.confidence + gain >= own.confidence else own


def _distinct(asked: Sequence[Asked]) -> list[Asked]:
    """Give each passage once, with the question that it was shown for first; what is mostly the same words is the same."""
    seen: list[frozenset[str]] = []
    kept: list[Asked] = []
    for one in asked:
        best = shown_of(one.result)
        lines = frozenset(filter(None, LINES.split(best.quoted))) if best else frozenset()
        if lines and all(2 * len(lines & other) <= len(lines) for other in seen):
            seen.append(lines)
            kept.append(one)
    return kept

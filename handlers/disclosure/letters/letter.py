"""A letter made of a template and its values: every placeholder filled or refused by name, and read again afterwards."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.errors import InputError
from handlers.disclosure.decision.outcomes import Outcome
from handlers.disclosure.letters.kinds import REMEDY_WORDS
from handlers.disclosure.letters.placeholders import MAY_BE_EMPTY, Placeholder
from handlers.disclosure.letters.templates import LetterTemplate
from handlers.disclosure.word.characters import plain
from handlers.disclosure.word.story import WordStory

LONGEST_VALUE = 20_000
NO_ARTICLE = "—"
"""Stands for the articles of an outcome that has none."""
Values = Mapping[Placeholder, str]


@dataclass(frozen=True, slots=True)
class DraftedLetter:
    """A letter as a Word file, with its whole text."""

    content: bytes
    text: str


def draft(template: LetterTemplate, values: Values) -> DraftedLetter:
    """Fill a template.

    Raises `InputError` naming the letters' placeholders that have no value (`letters.unfilled`), one whose value is too
    long (`letters.long`), or required ones, and articles, whose words cannot be read in the finished letter (`letters.lost`).
    """
    stories = {
        name: WordStory(template.package.members[name], name=template.origin)
        for name in template.package.stories
    }
    named = {Placeholder(one) for story in stories.values() for one in story.placeholders()}
    clean = {name: plain(values.get(name, "")).strip() for name in named | template.spec.required}
    if empty := [
        one.value for one in Placeholder if one in clean and not clean[one] and one not in MAY_BE_EMPTY
    ]:
        raise InputError("letters.unfilled", found="、".join(empty))
    if long := [name.value for name, value in clean.items() if len(value) > LONGEST_VALUE]:
        raise InputError("letters.long", found="、".join(long), most=LONGEST_VALUE)
    filled = {name: story.filled(lambda one: clean[Placeholder(one)]) for name, story in stories.items()}
    letter = template.package.with_parts(filled)
    text = "\n".join(WordStory(letter.members[name], name=template.origin).text for name in letter.stories)
    fixed_text = "\n".join(story.text for story in stories.values())
    article = values.get(Placeholder.ARTICLE, "")
    if absent := [one for one in article.split("、") if one not in text and one != NO_ARTICLE]:
        raise InputError("letters.lost", found="、".join(absent))
    for key, found in _faults(template, clean, text, fixed_text=fixed_text):
        raise InputError(f"letters.{key}", found=found)
    return DraftedLetter(letter.packed(), text)


def _faults(
    template: LetterTemplate, values: Values, text: str, *, fixed_text: str
) -> Iterator[tuple[str, str]]:
    """Give what the finished letter lacks, or has in its fixed text: an applicant may well ask for papers on a review."""
    spec = template.spec
    lost = [name.value for name in Placeholder if name in spec.required and not _reads(values[name], text)]
    if lost:
        yield "lost", "、".join(lost)
    if isinstance(spec.kind, Outcome) and not all(words in text for words in ("行政复议", "六十日")):
        yield "lost", Placeholder.REMEDIES.value
    if fixed := [words for words in spec.forbidden if words in REMEDY_WORDS and words in fixed_text]:
        yield "no_remedies", "、".join(fixed)


def _reads(value: str, text: str) -> bool:
    return all(line.strip() in text for line in value.splitlines())

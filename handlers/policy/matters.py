"""Which of several matters is meant: the likeliest stretches of the documents, named so that one can be chosen."""

import re
from collections.abc import Sequence
from datetime import date

from bot.message import Choice, Wording
from bot.privacy import mask_text
from handlers.published.library import plain
from handlers.published.sources import Sources, ended
from handlers.talk.turn import Heard, step
from knowledge.answers.answer import Matter, Stretch

CARRIED_LETTERS = 100
CALLED_LETTERS = 18
# What stands before the words of a sentence: its number in a list, the mark of a heading.
_OPENING = re.compile(r"^(?:[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．]|[问答][:：]|[-*#|\s])+")
_PLACE = re.compile(r"([0-9]{1,6})-([0-9]{1,6})-([0-9]{1,6})")
_ARTICLE = re.compile("第[一二三四五六七八九十百零〇0-9]{1,7}[条章节](?:之[一二三四五六七八九十])?")
_ENDS = re.compile("[。；;！!\n]")


class Matters:
    """Gives the numbered steps that lead to stretches of the documents."""

    def __init__(self, wording: Wording, sources: Sources) -> None:
        self._wording = wording
        self._sources = sources

    def steps(
        self,
        heard: Heard,
        matters: Sequence[Matter],
        *,
        today: date,
        most: int,
        seen: frozenset[str] = frozenset(),
    ) -> tuple[Choice, ...]:
        """Give a step for each matter, `most` at most; documents that have ended are not offered.

        A title says enough the first time; where the document was `seen`, by its title, or is offered twice, the
        words that stand there are named beside it.
        """
        said, named = mask_text(heard.said)[:CARRIED_LETTERS], set(seen)
        steps: dict[str, Choice] = {}
        for matter in matters:
            document = matter.document
            if len(steps) == most or ended(document, today):
                continue
            title = self._sources.title(document)
            label = title if document.title not in named else self._called(title, matter)
            named.add(document.title)
            if label not in steps:
                place = "-".join(map(str, matter.stretch or ()))
                steps[label] = step(label, "ask_policy", said=said, about=document.id, passage=place)
        return tuple(steps.values())

    def _called(self, title: str, matter: Matter) -> str:
        # A heading names the matter without telling what is said of it; the number of an article names nothing.
        named = "" if _ARTICLE.fullmatch(matter.heading) else matter.heading
        words = _OPENING.sub("", named or plain(matter.words, matter.document.kind))
        words = _ENDS.split(words, maxsplit=1)[0][:CALLED_LETTERS]
        return self._wording("policy.steps.matter", title=title, words=words) if words else title


def stretch_chosen(heard: Heard) -> Stretch | None:
    """Give the stretch that a step leads to; None where it leads to a document as a whole."""
    written = _PLACE.fullmatch(heard.slot("passage"))
    return Stretch(*map(int, written.groups())) if written else None

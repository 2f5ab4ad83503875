"""The templates of all letters: shipped as text, replaced by the office's own Word files, checked before either is used."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.errors import InputError
from bot.text.plain_yaml import read_yaml
from handlers.disclosure.decision.outcomes import Outcome
from handlers.disclosure.letters.kinds import SPECS, LetterKind, LetterSpec
from handlers.disclosure.letters.placeholders import Placeholder
from handlers.disclosure.word.package import LARGEST_BYTES, WordPackage, open_template
from handlers.disclosure.word.story import WordStory
from handlers.disclosure.word.writer import LineStyle, WordLine, word_file

SHIPPED = Path(__file__).parents[2] / "data" / "letters"
_MARKS = {
    "# ": LineStyle.TITLE,
    "= ": LineStyle.NUMBER,
    ": ": LineStyle.ADDRESSEE,
    "^ ": LineStyle.SLIP,
    "> ": LineStyle.SIGNATURE,
    "- ": LineStyle.NOTE,
}
# The first of several such lines keeps its distance from what stands above.
_FIRST = {LineStyle.SIGNATURE: LineStyle.SIGNER, LineStyle.NOTE: LineStyle.FIRST_NOTE}
_NAMES = frozenset(Placeholder)


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """A checked template; `origin` is the file's name, or empty for a shipped one."""

    spec: LetterSpec
    package: WordPackage
    origin: str = ""


class LetterTemplates:
    """Gives the template of every letter; `own` is the office's folder, whose files win."""

    def __init__(self, own: Path | None = None) -> None:
        self._own = own

    def template(self, kind: LetterKind) -> LetterTemplate:
        """Give a letter's template; raises `InputError` (`letters.template.…`) naming an own file that cannot serve."""
        path = self._path(kind)
        if path is None or not path.is_file():
            return LetterTemplate(SPECS[kind], open_template(shipped(kind), name=kind.value))
        if path.stat().st_size > LARGEST_BYTES:
            raise InputError(
                "letters.template.large", name=path.name, megabytes=LARGEST_BYTES // 1024 // 1024
            )
        return check(path.read_bytes(), kind, name=path.name)

    def save(self, kind: LetterKind, content: bytes) -> Path | None:
        """Keep an own template once it is checked; give where the former one lies now, None where there was none.

        Raises `InputError` as `check` does; nothing is written then.
        """
        check(content, kind, name=f"{kind.value}.docx")
        path = self._path(kind)
        if path is None:
            raise InputError("letters.template.no_folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        former = _set_aside(path) if path.exists() else None
        unfinished = path.with_suffix(".unfinished")
        unfinished.write_bytes(content)
        unfinished.replace(path)
        return former

    def _path(self, kind: LetterKind) -> Path | None:
        return self._own / f"{kind.value}.docx" if self._own is not None else None


def _set_aside(path: Path) -> Path:
    number = 1
    while (former := path.with_name(f"{path.stem}.{number}.docx")).exists():
        number += 1
    former.hardlink_to(path)
    return former


def check(content: bytes, kind: LetterKind, *, name: str) -> LetterTemplate:
    """Give a template that can serve for a letter.

    Raises `InputError`: what `open_template` refuses, an unknown placeholder, a required one that is missing, one that
    does not belong there, or words of the law that are gone; each is named.
    """
    package, spec = open_template(content, name=name), SPECS[kind]
    stories = [WordStory(package.members[part], name=name) for part in package.stories]
    named = {one for story in stories for one in story.placeholders()}
    text = "\n".join(story.text for story in stories)
    faults = (
        ("unknown", sorted(named - _NAMES)),
        ("missing", sorted(one.value for one in spec.required if one.value not in named)),
        ("forbidden", [words for words in spec.forbidden if words in named or words in text]),
        ("words", [" / ".join(group) for group in spec.words if not any(words in text for words in group)]),
    )
    for key, found in faults:
        if found:
            raise InputError(f"letters.template.{key}", name=name, found="、".join(found))
    return LetterTemplate(spec, package, origin=name)


@cache
def shipped(kind: LetterKind) -> bytes:
    """Give the shipped template of a letter as the Word file that an office can edit."""
    return word_file(_lines(kind))


def _lines(kind: LetterKind) -> Iterator[WordLine]:
    before = LineStyle.BODY
    for line in _source(kind).splitlines():
        if line.strip():
            style = _MARKS.get(line[:2], LineStyle.BODY)
            look = _FIRST.get(style, style) if style is not before else style
            yield WordLine(line[2:] if line[:2] in _MARKS else line, look)
            before = style


def _source(kind: LetterKind) -> str:
    if not isinstance(kind, Outcome):
        return str(_tree("notices.yml")[kind.value])
    tree = _tree("replies.yml")
    own = tree["letters"][kind.value] or {}
    opening = str(tree["opening"]).replace("{title}", own.get("title", tree["title"]))
    return "\n".join((opening, own.get("closing", ""), str(tree["ending"])))


@cache
def _tree(name: str) -> dict[str, Any]:
    tree: dict[str, Any] = read_yaml((SHIPPED / name).read_text("utf-8"))
    return tree

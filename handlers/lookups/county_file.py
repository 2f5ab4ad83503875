"""The county's lookups from one checked file beside its places: what is wrong is told by file, kind and field."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.text.plain_yaml import read_yaml
from handlers.lookups.catalogue import MARK, CodeAlphabet, CodeCheck, CodeLookup, CodeLookups

FILE = "lookups.yml"
LONGEST_CODE_LETTERS = 40
TEXTS = ("key", "name", "standing", "link", "unit", "phone")
FIELDS = {*TEXTS, "words", "shortest", "longest", "alphabet", "check"}


def load(path: Path) -> CodeLookups:
    """Read the file; raises `ValueError` naming file, kind and field where something is missing or wrong."""
    tree = read_yaml(path.read_text("utf-8"))
    rows = tree.get("lookups") if isinstance(tree, Mapping) else None
    if not isinstance(rows, list) or not rows:
        raise ValueError(f"{path.name}: lookups is no list")
    kinds = tuple(_kind(row, path.name) for row in rows)
    if len({kind.key for kind in kinds}) < len(kinds):
        raise ValueError(f"{path.name}: a key stands twice")
    return CodeLookups(kinds, sample=tree.get("sample") is True)


def _kind(row: Any, name: str) -> CodeLookup:
    if not isinstance(row, Mapping):
        raise ValueError(f"{name}: a lookup holds no fields")  # noqa: TRY004 - a file is wrong, not a call
    origin = f"{name}: {row.get('key')}"
    if unknown := set(row) - FIELDS:
        raise ValueError(f"{origin} has the unknown field {min(map(str, unknown))}")
    texts = {field: row.get(field) for field in TEXTS}
    if missing := [
        field for field, value in texts.items() if not isinstance(value, str) or not value.strip()
    ]:
        raise ValueError(f"{origin}: {missing[0]} is missing or no text")
    words = row.get("words")
    if not isinstance(words, list) or not words or not all(isinstance(one, str) and one for one in words):
        raise ValueError(f"{origin}: words is no list of texts")
    shortest, longest = row.get("shortest"), row.get("longest")
    if not (
        isinstance(shortest, int)
        and isinstance(longest, int)
        and 0 < shortest <= longest <= LONGEST_CODE_LETTERS
    ):
        raise ValueError(f"{origin}: shortest and longest are no lengths up to {LONGEST_CODE_LETTERS}")
    link = urlsplit(str(texts["link"]))
    if link.scheme != "https" or not link.hostname or str(texts["link"]).count(MARK) != 1:
        raise ValueError(f"{origin}: link is no https address that holds {MARK} once")
    try:
        alphabet, check = CodeAlphabet(row.get("alphabet", "digits")), CodeCheck(row.get("check", "none"))
    except ValueError:
        raise ValueError(f"{origin}: alphabet or check is none that is known") from None
    if check is CodeCheck.LUHN and alphabet is not CodeAlphabet.DIGITS:
        raise ValueError(f"{origin}: luhn needs digits")
    return CodeLookup(
        words=tuple(words),
        shortest=shortest,
        longest=longest,
        alphabet=alphabet,
        check=check,
        **{field: str(value).strip() for field, value in texts.items()},
    )

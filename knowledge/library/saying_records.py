"""The county's own sayings as they are kept: pairs that operators added, and pairs, shipped ones too, that they struck out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cache

from sqlalchemy import Boolean, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant
from bot.errors import InputError
from bot.privacy import mask_text
from knowledge.text import normal_form
from knowledge.text.lexicon import SayingTable, shipped_pairs

SAYING_LETTERS, OFFICIAL_LETTERS, THEME_LETTERS = 20, 40, 40
MOST_OWN = 20_000
# Themes of the data files, and one for what fits none of them.
OWN_THEME = "county"
Pair = tuple[str, str]


class SayingRecord(Base):
    """One pair as operators left it. Rows are never deleted: what was struck out can be brought back.

    `own` tells a pair that operators added from a shipped one; `edition` counts all changes, the latest the highest.
    """

    __tablename__ = "knowledge_sayings"
    __table_args__ = (UniqueConstraint("said", "official"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    said: Mapped[str] = mapped_column(String(SAYING_LETTERS))
    official: Mapped[str] = mapped_column(String(OFFICIAL_LETTERS))
    theme: Mapped[str] = mapped_column(String(THEME_LETTERS))
    own: Mapped[bool] = mapped_column(Boolean)
    struck: Mapped[bool] = mapped_column(Boolean)
    changed_by: Mapped[str] = mapped_column(String(120))
    changed_at: Mapped[datetime] = mapped_column(Instant)
    edition: Mapped[int] = mapped_column(Integer, index=True)


class SayingDeed(StrEnum):
    """What is done to a pair; `RESTORE` takes striking out back."""

    ADD = "add"
    STRIKE = "strike"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class SayingChange:
    """One change to the sayings, not kept yet; the theme matters only for a pair that is added."""

    deed: SayingDeed
    said: str
    official: str
    theme: str = ""

    @property
    def pair(self) -> Pair:
        """Give what names the pair."""
        return self.said, self.official


@dataclass(frozen=True, slots=True)
class ChangedSaying:
    """One pair that operators changed, by whom and when; both are empty of a change that is only tried."""

    said: str
    official: str
    theme: str
    own: bool
    struck: bool
    changed_by: str = ""
    changed_at: datetime | None = None

    @property
    def pair(self) -> Pair:
        """Give what names the pair."""
        return self.said, self.official


Changed = Mapping[Pair, ChangedSaying]


def read_pair(said: str, official: str) -> Pair:
    """Give a pair in the form it is kept in.

    Raises `InputError` for a saying that is too short or too long, has a gap with nothing on one side, or holds a
    personal number, and for official words that are missing, too long, or the saying itself.
    """
    said = normal_form.fold("".join(said.split()).replace("～", "~"))
    official = " ".join(official.split())
    if not 0 < len(said) <= SAYING_LETTERS or not 0 < len(official) <= OFFICIAL_LETTERS:
        raise InputError("sayings.refused.length", said=SAYING_LETTERS, official=OFFICIAL_LETTERS)
    if mask_text(said) != said or mask_text(official) != official:
        raise InputError("sayings.refused.personal")
    if not normal_form.bare(official).strip() or normal_form.fold(official) == said:
        raise InputError("sayings.refused.same")
    try:
        SayingTable([(said, official)])
    except ValueError as error:
        raise InputError("sayings.refused.form") from error
    return said, official


@cache
def shipped_themes() -> Mapping[Pair, str]:
    """Give the theme of each shipped pair; a pair of two themes counts for the first."""
    themes: dict[Pair, str] = {}
    for pair, theme in shipped_pairs():
        themes.setdefault(pair, theme)
    return themes


@cache
def theme_order() -> tuple[str, ...]:
    """Give the names of the shipped themes, and last the county's own."""
    return (*dict.fromkeys(theme for _, theme in shipped_pairs()), OWN_THEME)


def after(changed: Changed, changes: Sequence[SayingChange]) -> dict[Pair, ChangedSaying]:
    """Give what is changed once some changes are made to it as well; those that change nothing are left out of it.

    Raises `InputError` for a pair that is there already, for one that cannot be struck out or restored as it is not
    there, and for more pairs than are kept.
    """
    shipped, now = shipped_themes(), dict(changed)
    for change in changes:
        now[change.pair] = _changed(change, now.get(change.pair), shipped.get(change.pair))
    if sum(one.own for one in now.values()) > MOST_OWN:
        raise InputError("sayings.refused.most", most=MOST_OWN)
    return now


def _changed(change: SayingChange, known: ChangedSaying | None, shipped: str | None) -> ChangedSaying:
    said, official = change.pair
    there = not known.struck if known else shipped is not None
    if change.deed is SayingDeed.STRIKE:
        if not there:
            raise InputError("sayings.refused.missing", said=said, official=official)
        known = known or ChangedSaying(said, official, shipped or "", own=False, struck=True)
        return replace(known, struck=True)
    if there:
        raise InputError("sayings.refused.there", said=said, official=official)
    if known is not None:
        return replace(known, struck=False)
    if change.deed is SayingDeed.RESTORE:
        raise InputError("sayings.refused.missing", said=said, official=official)
    return ChangedSaying(said, official, change.theme or OWN_THEME, own=True, struck=False)


def table_of(changed: Changed) -> SayingTable:
    """Give the shipped sayings with the changes made; takes a tenth of a second."""
    return SayingTable(pairs_of(changed))


def pairs_of(changed: Changed) -> Iterable[Pair]:
    """Give every pair in use."""
    yield from (pair for pair, _ in shipped_pairs() if pair not in changed or not changed[pair].struck)
    yield from (one.pair for one in changed.values() if one.own and not one.struck)

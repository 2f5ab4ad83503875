"""What can be subscribed to, and how it is named; pure."""

from dataclasses import dataclass
from enum import StrEnum

NAME_LETTERS = 60


class SubjectKind(StrEnum):
    """Of what kind a subscription is: what publications are about, where a phrase stands, or one document.

    A project is known by its name, wherever that stands.
    """

    TOPIC = "topic"
    STAGE = "stage"
    PLACE = "place"
    UNIT = "unit"
    DOCUMENT = "document"
    PROJECT = "project"
    KEYWORD = "keyword"


SPOKEN = frozenset({SubjectKind.PROJECT, SubjectKind.KEYWORD})
"""Kinds whose key is a phrase to be found anywhere in a text."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing to be told of: its kind, the key by which publications find it, and its name for people."""

    kind: SubjectKind
    key: str
    name: str

"""Hides the applicant's clear values wherever they stand, unless the bundle was asked for with them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from bot.privacy import mask_name, mask_phone
from handlers.disclosure.applicant.identity_papers import mask_number
from handlers.disclosure.application.addresses import mask_address
from handlers.disclosure.case.fields import ApplicantKind
from knowledge.text.persons import mask_question

SHORTEST = 2
"""A value of one letter is no name: to hide it everywhere would hide words."""


@dataclass(frozen=True, slots=True)
class ApplicantVeil:
    """What stands for each clear value of an applicant; nothing is hidden where `clear`."""

    shown: Mapping[str, str]
    clear: bool = False

    @classmethod
    def of(cls, values: Mapping[str, str], kind: ApplicantKind, *, clear: bool) -> Self:
        """Give the veil for an applicant; names and codes of organisations are public (disclosure-rules §14)."""
        masks: dict[str, Callable[[str], str]] = {
            "person": mask_name,
            "phone": mask_phone,
            "address": mask_address,
        }
        masks |= {"rep_name": mask_name, "rep_identity": mask_number, "legal_representative": mask_name}
        if kind is ApplicantKind.NATURAL:
            masks |= {"name": mask_name, "identity": mask_number}
        found = {values[name]: mask(values[name]) for name, mask in masks.items() if values.get(name)}
        return cls({value: masked for value, masked in found.items() if len(value) >= SHORTEST}, clear)

    def words(self, text: str) -> str:
        """Give a text as it may stand in the bundle: the applicant's values first, then whatever else is personal."""
        if self.clear:
            return text
        # The longest first: a name may stand in an address.
        for value in sorted(self.shown, key=len, reverse=True):
            text = text.replace(value, self.shown[value])
        return mask_question(text)

    def over(self, value: Any) -> Any:
        """Give a value of JSON with every text in it as it may stand there."""
        if isinstance(value, str):
            return self.words(value)
        if isinstance(value, Mapping):
            return {name: self.over(each) for name, each in value.items()}
        return [self.over(each) for each in value] if isinstance(value, (list, tuple)) else value

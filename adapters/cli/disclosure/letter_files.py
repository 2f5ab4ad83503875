"""Letters from a file of facts: read with every fault named, decided by the same rules as at the desk."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from bot.errors import InputError
from bot.text.plain_yaml import read_foreign_yaml
from handlers.county.agencies import FILE, Agency, AgencyDirectory
from handlers.county.agencies import load as load_agencies
from handlers.disclosure.decision.counsel import CounselSettings
from handlers.disclosure.decision.decision import ItemAnswer, PartAnswer, ReplyDecision
from handlers.disclosure.decision.facts import read as read_facts
from handlers.disclosure.decision.grounds import AnswerGround
from handlers.disclosure.decision.outcomes import Outcome
from handlers.disclosure.letters.ground_words import GroundWords
from handlers.disclosure.letters.kinds import SPECS, LetterKind, NoticeKind
from handlers.disclosure.letters.letter import DraftedLetter, draft
from handlers.disclosure.letters.templates import LetterTemplates, check, shipped
from handlers.disclosure.letters.values import (
    LetterCase,
    case_values,
    frame_values,
    notice_values,
    reply_values,
)
from handlers.texts import Texts

LARGEST_BYTES = 1024 * 1024
MOST_ITEMS = 100


@dataclass(frozen=True, slots=True)
class FactFile:
    """The fields of a file, with readers that name what is missing."""

    fields: Mapping[str, Any]

    def text(self, name: str) -> str:
        """Give a text; raises `InputError` (`decision.refused.file`) where it is missing or something else."""
        value = self.fields.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str) or not value.strip():
            raise InputError("decision.refused.file", name=name)
        return value.strip()

    def day(self, name: str) -> date:
        """Give a day; raises `InputError` as `text` does."""
        value = self.fields.get(name)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            raise InputError("decision.refused.file", name=name) from None

    def group(self, name: str) -> "FactFile":
        """Give a group of fields; raises `InputError` as `text` does."""
        value = self.fields.get(name)
        if not isinstance(value, Mapping):
            raise InputError("decision.refused.file", name=name)
        return FactFile(value)

    def groups(self, name: str) -> tuple["FactFile", ...]:
        """Give a list of groups; raises `InputError` as `text` does."""
        value = self.fields.get(name)
        if not isinstance(value, list) or len(value) > MOST_ITEMS:
            raise InputError("decision.refused.file", name=name)
        return tuple(FactFile({name: one}).group(name) for one in value)


def read(path: Path) -> FactFile:
    """Read a file of facts; raises `InputError` naming it where it is too large or no YAML or JSON."""
    if path.stat().st_size > LARGEST_BYTES:
        raise InputError("letters.file", name=path.name, why="太大")
    try:
        text = path.read_text("utf-8")
        tree = json.loads(text) if path.suffix == ".json" else read_foreign_yaml(text)
    except (UnicodeDecodeError, yaml.YAMLError, ValueError, RecursionError) as error:
        why = str(error).partition("\n")[0] or "嵌套太深"
        raise InputError("letters.file", name=path.name, why=why) from None
    if not isinstance(tree, Mapping):
        raise InputError("letters.file", name=path.name, why="里面没有一项一项的内容")
    return FactFile(tree)


def directory(path: Path | None) -> AgencyDirectory:
    """Give the directory of a file, else of the county in the settings, else of the sample county."""
    from adapters.county import SAMPLE
    from adapters.settings import load_storage

    county = load_storage().county_file
    return load_agencies(path or (county or SAMPLE / "county.yml").with_name(FILE))


def drafted(
    facts: FactFile, *, outcome: str, kind: str, agencies: Path | None, own: Path | None
) -> DraftedLetter:
    """Give the letter that a file of facts asks for.

    Raises `InputError` and `ProcedureError` naming what is missing, unknown, or another outcome than the one asked for.
    """
    texts, listed = Texts.load(), directory(agencies)
    own = own or _own_folder()
    agency = _agency(listed, facts)
    values = frame_values(agency, number=facts.text("number"), on=facts.day("date"))
    if kind:
        chosen: LetterKind = _notice(kind)
        values |= notice_values(facts.group("fields").fields)
        if "request" in facts.fields:
            values |= case_values(_case(facts.group("request")))
    else:
        counsel = CounselSettings.of(listed.counsel, origin=FILE)
        decision = _decision(facts, counsel=counsel, texts=texts)
        chosen = _wanted(outcome, decision)
        online = facts.fields.get("online") is True
        words = GroundWords.load(own)
        values |= case_values(_case(facts.group("request")))
        values |= reply_values(decision, agency, online=online, words=words, wording=texts)
    return draft(LetterTemplates(own).template(chosen), values)


def _own_folder() -> Path:
    from adapters.backup.letter_templates import TEMPLATES_FOLDER
    from adapters.settings import load_storage

    return load_storage().data_dir / TEMPLATES_FOLDER


def export(folder: Path) -> list[Path]:
    """Write the shipped templates into a folder; give those that were not there before."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind in SPECS:
        path = folder / f"{kind.value}.docx"
        if not path.exists():
            path.write_bytes(shipped(kind))
            written.append(path)
    return written


def faults(folder: Path) -> list[str]:
    """Give what is wrong with the templates and the wording of a folder, in words."""
    texts, found = Texts.load(), []
    for kind in SPECS:
        path = folder / f"{kind.value}.docx"
        if path.is_file():
            try:
                check(path.read_bytes(), kind, name=path.name)
            except InputError as error:
                found.append(texts(error.text_key, **error.values))
    try:
        GroundWords.load(folder)
    except ValueError as error:
        found.append(str(error))
    return found


def _agency(listed: AgencyDirectory, facts: FactFile) -> Agency:
    name = facts.text("agency")
    agency = listed.agency(name)
    if agency is None:
        raise InputError("letters.unknown_agency", name=name[:40])
    return agency


def _case(facts: FactFile) -> LetterCase:
    return LetterCase(
        facts.text("number"), facts.text("applicant"), facts.day("received_on"), facts.text("asked")
    )


def _decision(facts: FactFile, *, counsel: CounselSettings, texts: Texts) -> ReplyDecision:
    items = tuple(
        ItemAnswer(one.text("asked"), tuple(_answer(part) for part in one.groups("answers")))
        for one in facts.groups("items")
    )
    counted = facts.fields.get("counted_as")
    line = facts.fields.get("court_line")
    return ReplyDecision(
        items,
        facts.day("date"),
        texts,
        counsel,
        _outcome(str(counted)) if counted else None,
        line if isinstance(line, str) else "",
    )


def _answer(facts: FactFile) -> PartAnswer:
    name = facts.text("ground")
    if name not in frozenset(AnswerGround):
        raise InputError("decision.refused.unknown_ground", name=name[:40])
    part = facts.text("part") if facts.fields.get("part") else ""
    sheet = read_facts(facts.group("facts").fields) if "facts" in facts.fields else read_facts({})
    return PartAnswer(AnswerGround(name), sheet, part)


def _outcome(name: str) -> Outcome:
    if name not in frozenset(Outcome):
        raise InputError("decision.refused.unknown_outcome", name=name[:40])
    return Outcome(name)


def _wanted(name: str, decision: ReplyDecision) -> Outcome:
    wanted = _outcome(name)
    if decision.outcome is not wanted:
        raise InputError("decision.refused.other_outcome", found=decision.outcome.value, wanted=wanted.value)
    return wanted


def _notice(name: str) -> NoticeKind:
    if name not in frozenset(NoticeKind):
        raise InputError("letters.unknown_kind", name=name[:40])
    return NoticeKind(name)

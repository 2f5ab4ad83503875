"""Nothing is sealed in a place that resealing, backups and the check of sealed values do not know."""

import ast
from pathlib import Path

from sqlalchemy import LargeBinary

from adapters.sealing.places import COLUMNS, KINDS
from adapters.storage import schema
from adapters.storage.sealing_keys import CanaryRecord

ROOT = Path(__file__).parents[4]
PACKAGES = ("bot", "intents", "handlers", "knowledge", "adapters")
# Who seals without leaving anything: the vault itself, who seals anew what lies in a known place, and the canaries.
KEEP_NOTHING = {
    "bot/privacy.py",
    "adapters/sealing/resealing.py",
    "adapters/sealing/canary.py",
    # What is left of a value after something was taken out of it, or corrected, in the same place.
    "adapters/redis/question_traces.py",
    "adapters/redis/retention.py",
    # Two talks joined into one, in the place of the one that goes on.
    "handlers/tickets/desk/service.py",
    # An address in a citizen's hand, kept nowhere here; it expires.
    "adapters/web/form_door.py",
    "adapters/web/personal_door.py",
    # Whom the platform named, in that person's browser; it expires.
    "adapters/web/phone_door.py",
}


def sealing_modules() -> set[str]:
    """Give the modules that call a vault's `seal`: the only one that is told a purpose."""
    found = set()
    for path in (each for package in PACKAGES for each in (ROOT / package).rglob("*.py")):
        text = path.read_text("utf-8")
        if ".seal" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr in {"seal", "seal_with"} and any(
                word.arg == "purpose" for word in node.keywords
            ):
                found.add(str(path.relative_to(ROOT)))
    return found


def test_every_module_that_seals_has_its_places_in_the_list() -> None:
    assert sealing_modules() - KEEP_NOTHING == {place.sealed_in for place in (*COLUMNS, *KINDS)}


def test_every_column_of_bytes_is_in_the_list() -> None:
    binary = {
        f"{table.name}.{column.name}"
        for table in schema.METADATA.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    assert binary - {f"{CanaryRecord.__tablename__}.canary"} == {column.name for column in COLUMNS}


def test_places_have_names_of_their_own() -> None:
    names = [place.name for place in (*COLUMNS, *KINDS)]
    assert len(names) == len(set(names))

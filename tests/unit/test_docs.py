"""What is documented and what is there do not drift apart."""

import re
from pathlib import Path

import pytest

from adapters.cli.main import app
from adapters.settings import PREFIX, Settings
from handlers.texts import Texts

ROOT = Path(__file__).parents[2]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented(name: str) -> None:
    assert f"| `{PREFIX}{name.upper()}` |" in OPERATIONS


def test_no_setting_is_documented_that_is_gone() -> None:
    named = set(re.findall(r"\| `(MINGBAI_[A-Z_]+)` \|", OPERATIONS))
    assert named == {PREFIX + name.upper() for name in Settings.model_fields}


def test_what_only_the_tests_know_is_not_named_like_a_setting() -> None:
    """The program refuses such names that are no setting: a test that is asked for by one could start no program."""
    of_settings = {PREFIX + name.upper() for name in Settings.model_fields}
    written = (ROOT / "Makefile").read_text("utf-8")
    asked = re.compile(r'environ\.get\("(MINGBAI_\w+)"')
    read = {
        name
        for part in ("tests", "benchmarks")
        for path in (ROOT / part).rglob("*.py")
        for name in asked.findall(path.read_text("utf-8"))
    }
    assert (read | set(re.findall(r"MINGBAI_\w+", written))) - of_settings == set()


def test_texts_carry_no_markup_and_every_error_has_words() -> None:
    texts = Texts.load()
    for key in texts.keys():  # noqa: SIM118 - Texts is no dictionary
        assert "<script" not in texts.template(key), key
    raised = re.compile(
        r'(?:InputError|ProcedureError|ServiceError|NotReadyError|RefusedError)\(\s*"([a-z_]+\.[a-z_.]+)"'
    )
    for package in ("bot", "intents", "handlers", "knowledge", "adapters"):
        for path in (ROOT / package).rglob("*.py"):
            for key in raised.findall(path.read_text("utf-8")):
                assert key in texts, f"{path.name} raises {key}, which has no words"


def test_no_key_of_a_text_is_read_as_a_truth_value() -> None:
    """YAML takes `off`, `on`, `yes` and `no` for truth values unless they are quoted; the text is then never found."""
    parts = {part for key in Texts.load().keys() for part in key.split(".")}  # noqa: SIM118 - Texts is no dictionary
    assert not parts & {"True", "False", "None"}


def test_the_readme_names_only_commands_that_exist() -> None:
    import typer.main

    readme = (ROOT / "README.md").read_text("utf-8")
    known = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    named = set(re.findall(r"\.venv/bin/mingbai (\w+)", readme))
    assert named <= known


def test_pictures_of_the_readme_are_there() -> None:
    for name in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", (ROOT / "README.md").read_text("utf-8")):
        assert (ROOT / name).stat().st_size > 10_000

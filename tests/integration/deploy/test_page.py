"""The page of the installation against what it installs: every file it names is there, and every setting counts.

`make trial` runs its commands; this looks at them in a second, on every machine.
"""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from dotenv import dotenv_values

from adapters.main import account_of
from adapters.settings import PREFIX, Settings
from tests.e2e.deploy.page import PAGE, REPLACED, ROOT, named, script, sections

TEXT = PAGE.read_text("utf-8")
SECTIONS = sections(TEXT)
SHARED: dict[str, list[str]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"][
    "setuptools"
]["data-files"]


def shared() -> set[str]:
    """Give what lies in `share/mingbai` once the wheel is installed."""
    found = set()
    for place, patterns in SHARED.items():
        folder = place.removeprefix("share/mingbai").strip("/")
        found |= {f"{folder}/{path.name}".lstrip("/") for pattern in patterns for path in ROOT.glob(pattern)}
    return found


def sources(line: str) -> list[str]:
    """Give what a line of `install` copies: its words but for options, their values and the target."""
    words, found = line.split()[1:-1], []
    while words:
        word = words.pop(0)
        if word in {"-m", "-g", "-o"}:
            words.pop(0)
        elif not word.startswith("-"):
            found.append(word)
    return found


def test_sections_follow_one_another() -> None:
    assert list(SECTIONS) == list(range(1, len(SECTIONS) + 1))


@pytest.mark.parametrize("number", SECTIONS)
def test_commands_are_bash(number: int) -> None:
    bash = shutil.which("bash")
    assert bash
    done = subprocess.run(
        [bash, "-n"], input=script(SECTIONS[number].blocks), text=True, capture_output=True, check=False
    )
    assert done.stderr == ""


def test_what_a_machine_without_internet_replaces_stands_in_the_page() -> None:
    for line in REPLACED:
        assert line in TEXT


def test_every_file_is_installed_from_where_it_lies() -> None:
    here = shared()
    there: set[str] = set()
    folder = ""
    for line in "\n".join(block for number in (5, 6, 9) for block in SECTIONS[number].blocks).splitlines():
        if line.startswith("cd /opt/mingbai/share/mingbai"):
            folder = line.removeprefix("cd /opt/mingbai/share/mingbai").strip("/")
        elif line.startswith("install ") and " -d " not in line:
            for word in sources(line):
                bare = word.removeprefix("/opt/mingbai/share/mingbai/")
                path = bare if bare != word else f"{folder}/{word}".lstrip("/")
                matched = {each for each in here if Path(each).match(path)}
                assert matched or word.startswith("/root/"), line
                there |= matched
    # Read where they lie: by the commands that install, and by whoever brings the board to a Grafana.
    read_there = {"requirements.lock", "requirements-scans.lock", "grafana/mingbai.json"}
    assert here - there == {*read_there, "deployment.md", "operations.md"}


def test_the_settings_of_the_page_start_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bash = shutil.which("bash")
    assert bash
    filled = tmp_path / ".env"
    shutil.copy(ROOT / "deploy" / "mingbai.env", filled)
    block = SECTIONS[5].blocks[1].replace("/etc/mingbai/.env", str(filled))
    subprocess.run([bash, "-euo", "pipefail", "-c", block], check=True)
    values = dotenv_values(filled)
    assert set(values) <= {PREFIX + name.upper() for name in Settings.model_fields}
    assert [name for name, value in values.items() if not value] == []
    for name in list(values):
        monkeypatch.delenv(name, raising=False)
    settings = Settings(_env_file=filled)  # type: ignore[call-arg]
    assert settings.production
    assert not settings.demo
    assert settings.second_factor
    # The account is one that the program takes: lengths and letters of what is made at random fit.
    assert account_of(settings).appid == "wx0123456789abcdef"
    assert settings.public_url == "https://mingbai.example.gov.cn"


def test_what_is_named_once_is_named_before_it_is_used() -> None:
    given = named(SECTIONS[5].blocks)
    used = {
        name
        for number in (9, 10, 11, 12)
        for block in SECTIONS[number].blocks
        for name in re.findall(r"\$([A-Z]+)\b", block)
    }
    assert used <= set(re.findall(r"^([A-Z]+)=", given, re.MULTILINE))

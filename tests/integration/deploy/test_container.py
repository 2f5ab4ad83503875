"""The container's files, read and checked rule by rule; no container is run by any test."""

import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from adapters.cli.main import app
from adapters.settings import PREFIX, Settings
from tests.integration.deploy.test_systemd import UNITS

ROOT = Path(__file__).parents[3]
CONTAINER = ROOT / "deploy" / "container"
COMPOSE: dict[str, Any] = yaml.safe_load((CONTAINER / "compose.yml").read_text("utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = {name for name, each in SERVICES.items() if each["image"].startswith("mingbai:")}
SECRET = re.compile(r"(?i)(password|secret|token|key)\s*[:=]\s*[\"']?[\w-]{6,}")


def steps(text: str) -> list[tuple[str, str]]:
    """Give the instructions of a container file with what they say, lines that go on joined."""
    joined = re.sub(r"\\\n\s*", " ", re.sub(r"(?m)^\s*#.*\n", "", text))
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in joined.splitlines() if line.strip()]


BUILD = steps((CONTAINER / "Containerfile").read_text("utf-8"))
LAST = BUILD[max(at for at, (word, _) in enumerate(BUILD) if word == "FROM") :]


def said(word: str, among: list[tuple[str, str]] = BUILD) -> list[str]:
    return [rest for each, rest in among if each == word]


def test_images_are_named_with_a_version() -> None:
    bases = [line.split("=", 1)[1] for line in said("ARG")] + [each["image"] for each in SERVICES.values()]
    for image in bases:
        assert re.fullmatch(r"[a-z/]+:\d[\w.-]*", image), image


def test_it_runs_as_nobody_else_and_without_what_only_the_build_needs() -> None:
    assert said("USER", LAST) == ["10001:10001"]
    assert [word for word, _ in LAST].index("USER") < [word for word, _ in LAST].index("ENTRYPOINT")
    assert said("COPY", LAST) == ["--from=build /opt/mingbai /opt/mingbai"]
    assert not any("pip" in line or "apt-get" in line for line in said("RUN", LAST))
    assert said("STOPSIGNAL", LAST) == ["SIGTERM"]
    assert "/health/live" in said("HEALTHCHECK", LAST)[0]


def test_every_package_is_the_one_that_was_pinned() -> None:
    installed = [line for line in said("RUN") if "pip install" in line]
    assert "--require-hashes -r requirements.lock" in installed[0]
    assert "--no-deps --no-index" in installed[1]
    assert not said("ADD")


def test_commands_are_lists_and_start_what_exists() -> None:
    import typer.main

    known = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    assert said("ENTRYPOINT", LAST) == ['["mingbai"]']
    started = {SERVICES[name]["command"][0] for name in OURS}
    assert started == {"serve", "worker", "actions", "migrate"} <= known
    for name, each in SERVICES.items():
        assert isinstance(each.get("command", []), list), name


def test_nothing_of_anybody_gets_into_the_image() -> None:
    lines = (CONTAINER / "Containerfile.dockerignore").read_text("utf-8").split("\n")
    rules = [line for line in lines if line and not line.startswith("#")]

    def taken(path: str) -> bool:
        found = False
        for rule in rules:
            pattern = rule.removeprefix("!")
            fits = (
                fnmatch(path, pattern)
                or path.startswith(f"{pattern}/")
                or (pattern.startswith("**/") and fnmatch(path, f"*{pattern[2:]}*"))
            )
            if fits:
                found = rule.startswith("!")
        return found

    for path in (
        ".env",
        "data/mingbai.db",
        "data/demo.json",
        ".venv/bin/python",
        ".git/config",
        "tests/conftest.py",
        "deploy/.env",
    ):
        assert not taken(path), path
    for path in (
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "requirements.lock",
        "adapters/main.py",
        "deploy/mingbai.env",
    ):
        assert taken(path), path
    # Everything that the wheel is built of comes along.
    listed = re.findall(r'"((?:deploy|docs)/[\w./*-]+)"', (ROOT / "pyproject.toml").read_text("utf-8"))
    assert [each for each in listed if not taken(each)] == []


@pytest.mark.parametrize("name", SERVICES)
def test_each_part_is_closed_in(name: str) -> None:
    part = SERVICES[name]
    assert part["read_only"] is True
    assert part["cap_drop"] == ["ALL"]
    assert part["security_opt"] == ["no-new-privileges:true"]
    assert part["pids_limit"]
    assert part["mem_limit"]
    assert part["cpus"]
    assert part["logging"]["options"]["max-size"]
    assert part["restart"] == ("no" if name == "migrate" else "unless-stopped")
    assert "privileged" not in part
    assert not any("docker.sock" in str(volume) for volume in part.get("volumes", []))
    # Only nginx starts as root, to open its ports and read its key; its workers do not stay so.
    assert (part["user"] == "0:0") is (name == "nginx")
    assert ("cap_add" in part) is (name == "nginx")


def test_only_nginx_is_reached_from_outside_and_the_stores_reach_nobody() -> None:
    assert [name for name, part in SERVICES.items() if "ports" in part] == ["nginx"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    for name in ("postgres", "redis", "actions"):
        assert SERVICES[name]["networks"] == ["inside"]
    trusted = SERVICES["serve-a"]["environment"][f"{PREFIX}TRUSTED_PROXIES"]
    assert trusted == SERVICES["nginx"]["networks"]["inside"]["ipv4_address"]


def test_nobody_starts_before_what_it_needs() -> None:
    for name in OURS - {"migrate"}:
        assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    for name in ("postgres", "redis"):
        assert SERVICES["migrate"]["depends_on"][name]["condition"] == "service_healthy"
        assert SERVICES[name]["healthcheck"]["test"]


def test_no_secret_is_written_down() -> None:
    for path in CONTAINER.iterdir():
        for line in path.read_text("utf-8").splitlines():
            if not line.strip().startswith("#"):
                assert not SECRET.search(line) or "/run/secrets/" in line or "{file: secrets/" in line, (
                    f"{path.name}: {line}"
                )


def test_settings_have_names_that_the_program_knows() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    named = {
        key for part in SERVICES.values() for key in part.get("environment", {}) if key.startswith(PREFIX)
    }
    named |= set(re.findall(rf"{PREFIX}[A-Z_]+", " ".join(said("ENV"))))
    assert named <= known


def test_every_file_that_is_mounted_is_there() -> None:
    made_by_hand = {"./tls"}
    for name, part in SERVICES.items():
        for volume in part.get("volumes", []):
            source = str(volume).split(":")[0]
            if source.startswith(".") and source not in made_by_hand:
                assert (CONTAINER / source).exists(), f"{name}: {source}"
            elif not source.startswith("."):
                assert source in COMPOSE["volumes"], f"{name}: {source}"


def test_the_same_programs_run_as_with_systemd() -> None:
    units = {
        name.removesuffix(".service").rstrip("@").removeprefix("mingbai-")
        for name in (each.name for each in UNITS.glob("*.service"))
    }
    parts = {re.sub(r"-[ab]$", "", name) for name in SERVICES}
    assert units - {"backup"} <= parts
    assert parts - units == {"nginx", "migrate", "postgres"}

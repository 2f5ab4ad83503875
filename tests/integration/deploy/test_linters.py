"""Other people's linters on the files of `deploy/`, where they are there: `make lint-deploy` fetches them."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.integration.deploy.nginx import lay_out

ROOT = Path(__file__).parents[3]
CONTAINER = ROOT / "deploy" / "container"
LINTERS = ROOT / "build" / "linters"
# Neither is this site's: the workers' limits are the machine's; another host's requests end without an answer, not with 421.
NOT_OURS = "worker_rlimit_nofile_vs_connections,http2_misdirected_request"


def found(linter: str, *words: str, place: Path = CONTAINER) -> str:
    """Give what a linter has to say in a folder, empty when it finds nothing."""
    program = shutil.which(linter, path=f"{LINTERS / 'bin'}:{os.environ.get('PATH', '')}")
    if program is None:
        pytest.skip(f"no {linter} on this machine: make lint-deploy fetches it")
    done = subprocess.run(
        [program, *words],
        cwd=place,
        env=os.environ | {"PYTHONPATH": str(LINTERS)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout if done.returncode else ""


def test_hadolint() -> None:
    assert found("hadolint", "Containerfile") == ""


def test_compose_lint() -> None:
    assert found("compose-lint", "compose.yml") == ""


def test_gixy(tmp_path: Path) -> None:
    lay_out(tmp_path / "site", plain=8080, port=8443, upstream=[8000, 8001])
    assert found("gixy", "--skips", NOT_OURS, str(tmp_path / "site" / "nginx.conf")) == ""


def test_compose_itself_reads_its_file(tmp_path: Path) -> None:
    """Compose reads the file to the end without an engine; what lies beside it by then is laid there first."""
    shutil.copytree(ROOT / "deploy", tmp_path / "deploy")
    place = tmp_path / "deploy" / "container"
    shutil.copy(ROOT / "deploy" / "mingbai.env", place / "mingbai.env")
    (place / "secrets").mkdir()
    for name in ("postgres_password", "redis_password"):
        (place / "secrets" / name).touch()
    assert found("docker-compose", "--profile", "rasa", "config", "--quiet", place=place) == ""

"""The wheel alone is enough: installed into an empty environment, the demonstration runs outside the checkout."""

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.e2e.town.town import ROOT, Town, free_port

PACKAGES = ("bot", "intents", "handlers", "knowledge", "adapters")
# What is no part of the program though it lies among its files.
LEFT = {".pyc"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([str(ROOT / ".ci" / "wheel"), sys.executable, str(folder)], check=True)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an environment that holds the wheel and what the lock names.

    `make trial` fetches what the lock names; otherwise that is taken from the environment that this test runs in.
    """
    place = tmp_path_factory.mktemp("installed") / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    install = [sys.executable, "-m", "pip", "--python", str(place / "bin" / "python"), "install", "-qq"]
    install += ["--disable-pip-version-check", "--no-warn-script-location"]
    subprocess.run([*install, "--no-index", "--no-deps", str(wheel)], check=True)
    if os.environ.get("TEST_TRIAL"):
        subprocess.run(
            [*install, "--require-hashes", "-r", str(wheel.with_name("requirements.lock"))], check=True
        )
    else:
        [own] = place.glob("lib/python*/site-packages")
        (own / "packages.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return place


def files(folder: Path) -> set[str]:
    found = (each for each in folder.rglob("*") if each.is_file() and each.suffix not in LEFT)
    return {each.relative_to(ROOT).as_posix() for each in found}


def test_everything_of_the_program_is_in_the_wheel_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        held = set(opened.namelist())
    wanted = set().union(*(files(ROOT / package) for package in PACKAGES))
    assert wanted - held == set()
    others = {name for name in held - wanted if ".dist-info/" not in name}
    shared = {name.partition(".data/data/share/mingbai/")[2] for name in others}
    for name in (
        "requirements.lock",
        "deployment.md",
        "mingbai.env",
        "county.yml",
        "places.yml",
        "nginx/mingbai.conf",
    ):
        assert name in shared
    assert all(".data/data/share/mingbai/" in name for name in others)


@pytest.mark.long
def test_the_demonstration_runs_from_the_wheel_and_writes_only_to_its_own_place(
    environment: Path, trained: Path, tmp_path: Path
) -> None:
    home, here = tmp_path / "home", tmp_path / "here"
    data = home / ".local" / "share" / "mingbai" / "demo"
    here.mkdir()
    shutil.copytree(trained, data / "recognizer")
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MINGBAI_", "PYTHON", "XDG_"))
    }
    ports = free_port(), free_port()
    town = Town(here, port=ports[0], phone_port=ports[1])
    with (tmp_path / "output.txt").open("wb") as output:
        town.process = subprocess.Popen(
            [
                str(environment / "bin" / "mingbai"),
                "demo",
                "--port",
                str(ports[0]),
                "--simulator-port",
                str(ports[1]),
                "--complaints",
                "6",
            ],
            cwd=here,
            env=env | {"HOME": str(home), "MINGBAI_MEANING_MODEL": "off"},
            stdout=output,
            stderr=output,
        )
    try:
        town.wait_until_verified(output=tmp_path / "output.txt")
        answer = town.say("oWheelCitizen0000000000001", "80岁老人每月补贴多少")
        # Which section answers is measured elsewhere; here, that the wheel's own county answers at all.
        assert "出自《青岚县" in answer
    finally:
        assert town.stop() == 0
    assert list(here.iterdir()) == []
    assert {"demo.json", "mingbai.db", "index", "redis"} <= {each.name for each in data.iterdir()}
    where = subprocess.run(
        [str(environment / "bin" / "python"), "-c", "import adapters; print(adapters.__file__)"],
        cwd=here, env=env, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert Path(where.stdout).is_relative_to(environment)

"""The units of `deploy/systemd`: read by systemd itself, closed in alike, and in step with what the program says of itself."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from adapters.cli.main import app
from adapters.porch.sockets import BACKLOG
from adapters.serving import DRAIN_SECONDS

DEPLOY = Path(__file__).parents[3] / "deploy"
UNITS = DEPLOY / "systemd"
SERVICES = sorted(each.name for each in UNITS.glob("*.service"))
# Of a thousandfold exposure; what systemd itself calls OK begins at 50, most services of a Debian lie above 90.
EXPOSED = 15
OPENED_BY_NEED = {"StateDirectory", "RestrictAddressFamilies"}

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None,
    reason="no systemd-analyze on this machine: install the package systemd",
)


def fields(name: str) -> dict[str, list[str]]:
    """Give the lines of a unit's service by their name, in their order."""
    found: dict[str, list[str]] = {}
    section = ""
    for line in (UNITS / name).read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line
        elif section == "[Service]" and "=" in line and not line.startswith("#"):
            key, value = line.split("=", 1)
            found.setdefault(key, []).append(value)
    return found


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder that is laid out like a machine on which the page was followed."""
    root = tmp_path_factory.mktemp("root")
    installed = root / "etc" / "systemd" / "system"
    installed.mkdir(parents=True)
    for each in UNITS.iterdir():
        shutil.copy(each, installed)
    for program in (
        "opt/mingbai/bin/mingbai",
        "usr/bin/redis-server",
        "bin/sh",
        "usr/bin/find",
        "usr/sbin/init",
    ):
        (root / program).parent.mkdir(parents=True, exist_ok=True)
        (root / program).write_text("#!/bin/sh\n", "ascii")
        (root / program).chmod(0o755)
    share = root / "opt" / "mingbai" / "share" / "mingbai"
    share.mkdir(parents=True)
    (share / "deployment.md").touch()
    own = next(
        path for path in (Path("/usr/lib/systemd/system"), Path("/lib/systemd/system")) if path.is_dir()
    )
    for name in (
        "basic",
        "sysinit",
        "shutdown",
        "multi-user",
        "timers",
        "network-online",
        "network",
        "umount",
        "sockets",
    ):
        (root / "usr/lib/systemd/system").mkdir(parents=True, exist_ok=True)
        shutil.copy(own / f"{name}.target", root / "usr/lib/systemd/system")
    return root


@needs_systemd
@pytest.mark.parametrize(
    "name", [*SERVICES, "mingbai.target", "mingbai-backup.timer", "mingbai-serve@.socket"]
)
def test_systemd_finds_nothing_wrong(root: Path, name: str) -> None:
    asked = name.replace("@.", "@8000.")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", f"--root={root}", asked],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr.strip()) == (0, "")


@needs_systemd
def test_a_wrong_line_would_be_found(root: Path) -> None:
    """Show that the check above can fail."""
    broken = root / "etc" / "systemd" / "system" / "mingbai-broken.service"
    broken.write_text(
        (UNITS / "mingbai-worker.service").read_text("utf-8").replace("PrivateTmp=", "PrivatTmp="), "utf-8"
    )
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", f"--root={root}", broken.name],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    broken.unlink()
    assert "PrivatTmp" in done.stderr


@needs_systemd
@pytest.mark.parametrize("name", SERVICES)
def test_systemd_finds_little_exposed(root: Path, name: str) -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--no-pager", f"--threshold={EXPOSED}", f"--root={root}",
         name.replace("@.", "@8000.")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", SERVICES)
def test_each_is_closed_in_as_the_others_are(name: str) -> None:
    pattern, mine = fields("mingbai-worker.service"), fields(name)
    first = list(pattern).index("User")
    for key in list(pattern)[first:]:
        if key not in OPENED_BY_NEED:
            # Only whoever may start the meaning model lets it step back behind the others.
            least = [line for line in pattern[key] if line != "setpriority"]
            assert mine[key] in (pattern[key], least), key
    assert mine["User"] == ["mingbai"]
    assert "AF_PACKET" not in mine["RestrictAddressFamilies"][0]


@pytest.mark.parametrize("name", SERVICES)
def test_only_the_backup_writes_beyond_its_own_folder(name: str) -> None:
    assert fields(name).get("ReadWritePaths") == (
        ["/var/backups/mingbai"] if name == "mingbai-backup.service" else None
    )


@pytest.mark.parametrize(
    "name", ["mingbai-serve@.service", "mingbai-worker.service", "mingbai-actions.service"]
)
def test_a_program_that_ends_itself_is_started_again_for_ever(name: str) -> None:
    found = fields(name)
    assert (found["Restart"], found["RestartSec"]) == (["on-failure"], ["1"])
    assert "StartLimitIntervalSec=0" in (UNITS / name).read_text("utf-8")
    assert int(found["TimeoutStopSec"][0]) > 2 * DRAIN_SECONDS


def test_units_run_commands_that_exist() -> None:
    import typer.main

    known = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    started = [line for name in SERVICES for line in fields(name)["ExecStart"]]
    named = {found for line in started for found in re.findall(r"/opt/mingbai/bin/mingbai (\w+)", line)}
    assert named == {"serve", "worker", "actions", "backup"}
    assert named <= known


def test_the_programs_wait_for_what_they_need_and_stop_together() -> None:
    for name in (
        "mingbai-serve@.service",
        "mingbai-worker.service",
        "mingbai-actions.service",
        "mingbai-redis.service",
    ):
        unit = configparser.ConfigParser(strict=False, interpolation=None)
        unit.read(UNITS / name, "utf-8")
        assert unit["Unit"]["PartOf"] == "mingbai.target"
        assert unit["Install"]["WantedBy"] == "mingbai.target"
        assert name == "mingbai-redis.service" or "mingbai-redis.service" in unit["Unit"]["After"]


def test_the_port_is_open_before_the_program_is() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.read(UNITS / "mingbai-serve@.service", "utf-8")
    assert unit["Unit"]["Requires"] == unit["Service"]["Sockets"] == "mingbai-serve@%i.socket"
    place = configparser.ConfigParser(strict=False, interpolation=None)
    place.read(UNITS / "mingbai-serve@.socket", "utf-8")
    assert place["Socket"]["ListenStream"] == "127.0.0.1:%i"
    assert int(place["Socket"]["Backlog"]) == BACKLOG
    assert place["Unit"]["PartOf"] == place["Install"]["WantedBy"] == "mingbai.target"

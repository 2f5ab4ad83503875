"""A machine to install on: this one's Debian started a second time, with a real systemd, and thrown away afterwards.

It has namespaces of its own for files (a layer in memory over this machine's), processes, mounts, network and control
groups. It has no way out, so it is a machine without internet; nothing of it stays. It takes root and a Linux that
allows this, which containers often do not.
"""

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SYSTEMD = Path("/lib/systemd/systemd")
TOOLS = ("unshare", "nsenter", "ip", "pivot_root", "openssl", "curl", "runuser", "pg_createcluster", "nginx")
SPACES = ("--mount", "--pid", "--uts", "--ipc", "--net", "--cgroup")
ENVIRONMENT = {
    "PATH": "/opt/python/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LANG": "C.UTF-8",
}
PATIENCE = 30.0


class NoMachineError(RuntimeError):
    """No second machine can be started here; the message says why."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a script said, on both outputs, and how it ended."""

    code: int
    said: str


@dataclass(slots=True)
class Machine:
    """A running machine; `first` is its first process as this machine numbers it."""

    shell: subprocess.Popen[bytes]
    first: int
    group: Path

    @classmethod
    def start(cls, folder: Path, stage: Path) -> "Machine":
        """Start one whose files are this machine's with those of `stage` over them; raises `NoMachineError`."""
        if why := _missing():
            raise NoMachineError(why)
        group = _control_groups() / f"mingbai-trial-{os.getpid()}"
        try:
            group.mkdir()
        except OSError as error:
            raise NoMachineError(f"no control group can be made here: {error.strerror}") from error
        inner = folder / "machine"
        inner.mkdir()
        boot = [str(HERE / "boot.sh"), str(inner), sys.base_prefix, sysconfig.get_path("purelib"), str(stage)]
        command = f'echo $$ >"{group}/cgroup.procs"; exec unshare {" ".join(SPACES)} --fork --kill-child "$@"'
        with (folder / "boot.txt").open("wb") as told:
            shell = subprocess.Popen(
                ["/bin/bash", "-c", command, "bash", "/bin/bash", *boot],
                stdin=subprocess.DEVNULL,
                stdout=told,
                stderr=told,
                start_new_session=True,
            )
        machine = cls(shell, 0, group)
        if not machine._came_up():
            machine.stop()
            raise NoMachineError(
                "systemd does not start in namespaces here: "
                + ((folder / "boot.txt").read_text("utf-8", "replace").strip()[-300:] or "it said nothing")
            )
        return machine

    def run(self, script: str, *, given: str = "", seconds: float = 120.0, **environment: str) -> Done:
        """Run a script of bash as root inside, with `given` on its standard input."""
        variables = [f"{name}={value}" for name, value in (ENVIRONMENT | environment).items()]
        done = subprocess.run(
            ["nsenter", "--all", "--target", str(self.first), "env", "-i", *variables, "bash", "-c", script],
            input=given,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=seconds,
            check=False,
        )
        return Done(done.returncode, done.stdout)

    def wait_for(self, script: str, *, seconds: float = PATIENCE) -> str:
        """Run a script until it succeeds; give what it said."""
        until = time.monotonic() + seconds
        while (done := self.run(script)).code:
            if time.monotonic() > until:
                raise TimeoutError(f"{script}: {done.said}\n{self.journal()}")
            time.sleep(0.2)
        return done.said

    def journal(self) -> str:
        """Give what the units said last."""
        return self.run("journalctl --no-pager --lines=60 --output=cat").said

    def stop(self) -> None:
        """End every process of it and let its files go."""
        if self.first:
            os.kill(self.first, signal.SIGKILL)
        self.shell.kill()
        self.shell.wait()
        until = time.monotonic() + PATIENCE
        while self.group.exists() and time.monotonic() < until:
            for each in sorted(self.group.rglob("*"), reverse=True):
                if each.is_dir():
                    _remove(each)
            _remove(self.group)
            time.sleep(0.05)

    def _came_up(self) -> bool:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.shell.poll() is None:
            children = (
                Path(f"/proc/{self.shell.pid}/task/{self.shell.pid}/children").read_text("ascii").split()
            )
            if children and Path(f"/proc/{children[0]}/comm").read_text("ascii").strip() == "systemd":
                self.first = int(children[0])
                if self.run("systemctl is-active basic.target").code == 0:
                    return True
            time.sleep(0.1)
        return False


def _missing() -> str:
    """Say what this machine lacks to start another; empty when nothing is known to."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "a second machine is started by root on Linux only"
    if not SYSTEMD.exists():
        return "there is no systemd here: install the package systemd"
    if lacking := [name for name in TOOLS if shutil.which(name, path=ENVIRONMENT["PATH"]) is None]:
        return f"these programs are missing: {', '.join(lacking)}"
    return "" if _control_groups().is_dir() else "there are no control groups of the second version here"


def _control_groups() -> Path:
    """Give where this kernel's control groups of the second version are mounted."""
    for line in Path("/proc/mounts").read_text("utf-8").splitlines():
        _, place, kind, *_ = line.split()
        if kind == "cgroup2":
            return Path(place)
    return Path("/nowhere")


def _remove(group: Path) -> None:
    try:
        group.rmdir()
    except OSError:
        # Its processes are still ending; whoever waits tries again.
        return

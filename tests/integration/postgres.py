"""A real PostgreSQL server for one test run: its own folder, a unix socket only, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

OWNER = "mingbai"
SERVER_ACCOUNTS = ("postgres", "nobody")
PLACES = ("/usr/lib/postgresql", "/usr/pgsql-*", "/usr/local/pgsql", "/opt/homebrew/opt", "/usr/local/opt")
MISSING = "PostgreSQL server programs are missing; install the package postgresql to run this test"


class AbsentError(RuntimeError):
    """There is no PostgreSQL to start here; the message says what to install."""


@dataclass(frozen=True)
class Server:
    """A running server: the folder of its programs and data, and the account that it runs under."""

    programs: Path
    folder: Path
    account: str | None

    @classmethod
    def start(cls) -> "Server":
        """Create a cluster in a fresh folder and start it; raises `AbsentError` where that cannot be done."""
        programs, account = _programs(), _account()
        folder = Path(tempfile.mkdtemp(prefix="mingbai-pg-", dir="/tmp"))
        if account:
            shutil.chown(folder, account)
        server = cls(programs, folder, account)
        made = (
            "initdb",
            "-D",
            str(server.data),
            "-U",
            OWNER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        )
        server._run(*made)
        server._begin()
        return server

    def restart(self, way: str) -> None:
        """End the server, `fast` or `immediate`ly as a crash does, and start it again."""
        self._run("pg_ctl", "-w", "-D", str(self.data), "-m", way, "stop")
        self._begin()

    def _begin(self) -> None:
        switches = (
            f"-c listen_addresses= -c unix_socket_directories={self.folder} -c fsync=off"
            " -c full_page_writes=off -c jit=off -c max_connections=60"
        )
        log = str(self.folder / "log")
        self._run("pg_ctl", "-w", "-D", str(self.data), "-l", log, "-o", switches, "start")

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def new_database(self, *, like: str | None = None) -> str:
        """Create a database, empty or a copy of the one at an address that nobody uses, and give its address."""
        name = f"t{uuid.uuid4().hex}"
        template = ["-T", make_url(like).database or ""] if like else []
        self._run("createdb", "-h", str(self.folder), "-U", OWNER, *template, name)
        return f"postgresql://{OWNER}@/{name}?host={self.folder}"

    def drop(self, url: str) -> None:
        """Delete a database again."""
        name = make_url(url).database or ""
        self._run("dropdb", "--force", "-h", str(self.folder), "-U", OWNER, name)

    def stop(self) -> None:
        """End the server and delete its folder."""
        self._run("pg_ctl", "-w", "-D", str(self.data), "-m", "immediate", "stop")
        shutil.rmtree(self.folder)

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self.programs / program), *arguments],
            cwd="/",
            user=self.account,
            group=pwd.getpwnam(self.account).pw_gid if self.account else None,
            extra_groups=[] if self.account else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr.decode(errors='replace')}")


def _programs() -> Path:
    for folder in _folders():
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise AbsentError(MISSING)


def _folders() -> list[Path]:
    """Give where the programs may lie: what pg_config says, the path, then the usual folders, newest version first."""
    folders: list[Path] = []
    if config := shutil.which("pg_config"):
        said = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        folders.append(Path(said.stdout.strip()))
    if initdb := shutil.which("initdb"):
        folders.append(Path(initdb).resolve().parent)
    found = [path for place in PLACES for path in Path("/").glob(f"{place[1:]}/**/bin/initdb")]
    return folders + [path.parent for path in sorted(found, key=_version, reverse=True)]


def _version(path: Path) -> int:
    return max((int(part) for part in path.parts if part.isdigit()), default=0)


def _account() -> str | None:
    """Give the account for the server, which refuses to run as root; None means the present one."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    for name in SERVER_ACCOUNTS:
        if name in known:
            return name
    raise AbsentError("PostgreSQL does not run as root; add an account named postgres to run this test")

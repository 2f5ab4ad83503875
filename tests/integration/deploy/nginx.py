"""The system's real nginx on the site of `deploy/nginx`, with other paths and ports and nothing else changed."""

import os
import re
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from tests.factories import certificate

DEPLOY = Path(__file__).parents[3] / "deploy" / "nginx"
DOMAIN = "mingbai.example.gov.cn"
PATIENCE = 10.0
SITE = (DEPLOY / "mingbai.conf").read_text("utf-8")
DOORS = SITE[SITE.index("include mingbai/certificate.conf") :]
BLOCK = re.compile(r"^    location (?:(=|\^~|~) )?(\S+) \{\n(.*?)^    \}$", re.MULTILINE | re.DOTALL)
MAIN = """daemon off;
master_process on;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/logs/main.log notice;
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def door(path: str) -> str:
    """Give the block that nginx chooses for a path by its rules: equal, then `^~`, then patterns in their order."""
    found = BLOCK.findall(DOORS)
    for sign, fits in (
        ("=", path.__eq__),
        ("^~", path.startswith),
        ("~", lambda each: re.search(each, path)),
    ):
        for kind, place, body in found:
            if kind == sign and fits(place):
                return str(body)
    return ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def program() -> str | None:
    """Give the nginx of this machine, which is not on everybody's path."""
    return shutil.which(
        "nginx", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
    )


@dataclass(slots=True)
class Nginx:
    """A running nginx: its folder, and the ports for plain and protected connections."""

    folder: Path
    plain: int
    port: int
    process: subprocess.Popen[bytes]

    @classmethod
    def start(cls, nginx: str, folder: Path, upstream: list[int]) -> "Nginx":
        """Start it before programs on the given ports of this machine, and wait until it listens."""
        plain, port = free_port(), free_port()
        lay_out(folder, plain=plain, port=port, upstream=upstream)
        process = subprocess.Popen(
            [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")], stderr=subprocess.PIPE
        )
        running = cls(folder, plain, port, process)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert process.poll() is None, process.stderr and process.stderr.read().decode()
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return running
            time.sleep(0.02)
        raise TimeoutError((folder / "logs" / "main.log").read_text("utf-8"))

    @property
    def access_log(self) -> str:
        return (self.folder / "logs" / "mingbai.log").read_text("utf-8")

    @property
    def error_log(self) -> str:
        return (self.folder / "logs" / "mingbai-error.log").read_text("utf-8")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=PATIENCE)
        assert self.process.stderr
        self.process.stderr.close()


def lay_out(folder: Path, *, plain: int, port: int, upstream: list[int]) -> None:
    """Copy the site's files and put this test's paths and ports into them."""
    (folder / "logs").mkdir(parents=True)
    folder.chmod(0o755)
    shutil.copytree(DEPLOY, folder / "mingbai")
    certificate.write(folder / "tls", DOMAIN)
    site = (folder / "mingbai" / "mingbai.conf").read_text("utf-8")
    moved = site.replace("/var/log/nginx/", f"{folder}/logs/")
    for number, other in (("80", plain), ("443", port)):
        moved = moved.replace(f"listen {number}", f"listen 127.0.0.1:{other}")
    (folder / "site.conf").write_text(moved, "utf-8")
    tls = folder / "mingbai" / "certificate.conf"
    tls.write_text(tls.read_text("utf-8").replace("/etc/nginx/mingbai-tls", f"{folder}/tls"), "utf-8")
    servers = "".join(f"server 127.0.0.1:{each} max_fails=1 fail_timeout=2s;\n" for each in upstream)
    (folder / "mingbai" / "upstream.conf").write_text(servers, "utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user), "utf-8")

"""What lies on the new machine before the page begins, and what stands for the internet there."""

import shutil
import subprocess
import sys
from pathlib import Path

from adapters.redis.server import executable
from tests.e2e.deploy.page import ROOT
from tests.factories import certificate, papers

DOMAIN, PLATFORM = "mingbai.example.gov.cn", "api.weixin.qq.com"
PLATFORM_PORT = 8100
SAMPLE = ROOT / "knowledge" / "data" / "qinglan" / "policies" / "elderly-allowance.md"
# Says which package is not there, instead of fetching it; a package that brings more than files is finished here.
APT = """#!/bin/bash
set -euo pipefail
[ "$1" = install ] || exit 0
for name in "${@:2}"; do
  case "$name" in
    -*) ;;
    python3*) command -v python3 >/dev/null ;;
    postgresql) pg_createcluster "$(ls /usr/lib/postgresql | sort -V | tail -1)" main; systemctl enable postgresql ;;
    redis-server) command -v redis-server redis-cli ;;
    *) command -v "${name%-light}" || { echo "no $name on this machine"; exit 1; } ;;
  esac
done
"""
REDIS_UNIT = "[Service]\nExecStart=/usr/bin/redis-server\n"
# The program's own server comes without its client; this one says a command to a real server and prints the answer.
REDIS_CLI = """#!/opt/python/bin/python3
import sys
sys.path.append("/opt/packages")
import redis
socket, command = sys.argv[sys.argv.index("-s") + 1], sys.argv[sys.argv.index("-s") + 2:]
answer = redis.Redis(unix_socket_path=socket, decode_responses=True).execute_command(*command)
print("PONG" if answer is True else answer)
"""
# The platform's own address, answered by the simulator.
PLATFORM_SITE = f"""server {{
    listen 443 ssl;
    server_name {PLATFORM};
    ssl_certificate /etc/nginx/mingbai-tls/fullchain.pem;
    ssl_certificate_key /etc/nginx/mingbai-tls/privkey.pem;
    location / {{ proxy_pass http://127.0.0.1:{PLATFORM_PORT}; }}
}}
"""


def prepare(stage: Path) -> None:
    """Lay out the files of the new machine: the bundle, a certificate, one document, and the stand-ins."""
    home = stage / "root"
    (home / "files").mkdir(parents=True)
    shutil.copy(SAMPLE, home / "files")
    (home / "papers").mkdir()
    (home / "papers" / "通知.docx").write_bytes(
        papers.word(papers.paragraph("关于公布2026年防汛值班安排的通知"))
    )
    (home / "papers" / "公告.pdf").write_bytes(papers.pdf(["关于县城供水检修的公告"]))
    _bundle(home)
    certificate.write(home, DOMAIN, PLATFORM)
    _write(stage / "usr/local/sbin/apt-get", APT, mode=0o755)
    _write(stage / "etc/ld.so.conf.d/mingbai-trial.conf", "/opt/python/lib\n")
    _write(stage / "etc/hosts", f"127.0.0.1 localhost {DOMAIN} {PLATFORM}\n")
    _redis(stage)


# What a new machine has not: a cluster of databases, a log of an earlier nginx; and a certificate somebody vouches for.
FIRST = """set -eu
ldconfig
rm -rf /etc/postgresql/* /var/lib/postgresql/* /var/log/nginx/* /etc/nginx/sites-enabled/*
cat /root/fullchain.pem >>/etc/ssl/certs/ca-certificates.crt
cp /root/fullchain.pem "/etc/ssl/certs/$(openssl x509 -hash -noout -in /root/fullchain.pem).0"
"""


def _bundle(home: Path) -> None:
    """Build what section 2 builds, but for the wheels of other projects."""
    dist = home / "dist"
    subprocess.run([str(ROOT / ".ci" / "wheel"), sys.executable, str(dist)], check=True)
    subprocess.run(["tar", "-C", str(dist), "-czf", str(home / "mingbai.tar.gz"), "."], check=True)
    shutil.rmtree(dist)


def _redis(stage: Path) -> None:
    """Give the machine a Redis under the name that a package gives it; this program's own where there is no other."""
    if shutil.which("redis-server") is None:
        server = Path(executable())
        (stage / "usr/bin").mkdir(parents=True, exist_ok=True)
        shutil.copy(server, stage / "usr/bin/redis-server")
        _write(stage / "usr/bin/redis-cli", REDIS_CLI, mode=0o755)
    if not Path("/usr/lib/systemd/system/redis-server.service").exists():
        _write(stage / "usr/lib/systemd/system/redis-server.service", REDIS_UNIT)


def _write(path: Path, text: str, *, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    path.chmod(mode)

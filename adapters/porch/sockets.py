"""Where a program listens: a socket of its own, open before anything large is loaded, or those that systemd hands over.

From the moment it listens nobody is refused: the system itself keeps who calls, until the program comes to it. This
module is read before all others of a start, so it imports nothing of the program but its settings' error.
"""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from adapters.settings import SettingsError

BACKLOG = 1024
"""So many may call before the program comes to them; the system takes fewer where `net.core.somaxconn` says so."""
FIRST_HANDED = 3
"""The number of the first descriptor that systemd hands over (sd_listen_fds)."""
_TELLING = ("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES")


@dataclass(frozen=True, slots=True)
class ListeningPlace:
    """Sockets that listen, and since when, by the clock that event loops use (seconds)."""

    sockets: tuple[socket.socket, ...]
    since: float

    @property
    def port(self) -> int:
        """Give the number of the port."""
        return int(self.sockets[0].getsockname()[1])


@contextmanager
def listening_place(host: str, port: int) -> Iterator[ListeningPlace]:
    """Listen in the block, on what systemd handed to this process or else on a host's port.

    Raises `SettingsError` when the port is taken, or the host is none of this machine, or what was handed over is
    nothing to listen on.
    """
    with ExitStack() as stack:
        sockets = handed_over() or _own(host, port)
        for each in sockets:
            stack.callback(each.close)
        yield ListeningPlace(sockets, time.monotonic())


def handed_over() -> tuple[socket.socket, ...]:
    """Give the sockets that systemd opened for this process, none when it opened none; children are not told of them.

    Raises `SettingsError` when one of them does not listen for TCP.
    """
    told = {name: os.environ.pop(name, "") for name in _TELLING}
    if told["LISTEN_PID"] != str(os.getpid()) or not told["LISTEN_FDS"].isdecimal():
        return ()
    last = FIRST_HANDED + int(told["LISTEN_FDS"])
    return tuple(_handed(descriptor) for descriptor in range(FIRST_HANDED, last))


def _handed(descriptor: int) -> socket.socket:
    refusal = SettingsError(
        f"systemd 交来的第 {descriptor - FIRST_HANDED + 1} 个套接字不能用：.socket 单元里只能写 ListenStream=地址:端口"
    )
    try:
        found = socket.socket(fileno=descriptor)
    except OSError as error:
        raise refusal from error
    fits = found.type == socket.SOCK_STREAM and found.family in {socket.AF_INET, socket.AF_INET6}
    if not fits or not found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
        found.close()
        raise refusal
    found.set_inheritable(False)
    found.setblocking(False)
    return found


def _own(host: str, port: int) -> tuple[socket.socket, ...]:
    """Listen on every address of a host, as event loops do."""
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise SettingsError(
            f"没有 {host} 这个地址，请改 MINGBAI_HOST（{error.strerror or error}）"
        ) from error
    with ExitStack() as stack:
        opened = []
        for family, kind, protocol, _, address in dict.fromkeys(found):
            each = stack.enter_context(socket.socket(family, kind, protocol))
            _bind(each, address, port=port)
            opened.append(each)
        stack.pop_all()
        return tuple(opened)


def _bind(opened: socket.socket, address: tuple[object, ...], *, port: int) -> None:
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if opened.family == socket.AF_INET6:
        opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    opened.setblocking(False)
    try:
        opened.bind(address)
        opened.listen(BACKLOG)
    except OSError as error:
        raise SettingsError(
            f"端口 {port} 开不了（{error.strerror or error}）：可能有别的程序在用。请停掉它，或者换一个端口；"
            "看是谁在用：ss -ltnp"
        ) from error

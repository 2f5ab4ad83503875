"""A million mutated bodies through envelope and parser: each is read or refused, none brings anything else up (protocol §§3, 4).

`python -m benchmarks.mutations [--count N] [--seconds S] [--seed N]` prints the counts, and the bodies that were neither
read nor refused; the exit code is 1 then. Half are mutated inside the envelope, half the envelope itself is.
"""

import argparse
import base64
import random
import struct
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic, process_time
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from adapters.wechat.account import OfficialAccount
from adapters.wechat.push.convert import inbound_of, push_of, reports_of
from adapters.wechat.push.envelope import Envelope
from adapters.wechat.push.protocol import Protocol, Query
from adapters.wechat.push.refusal import PushRefusal
from adapters.wechat.push.signature import digest
from adapters.wechat.simulator.protocol.pushes import EVENTS, SAMPLES, PushWriter

TOKEN, AES_KEY, APPID = "mutations", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wxmutations"
ACCOUNT, OPENID = "gh_mutations", "oMutations_citizen_000000001"
NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
MOST_CHANGES = 6
LONGEST_RUN = 6_000
SHOWN = 5
SLOW_SECONDS = 0.25
"""Of the processor's time, for one body of at most 64 KiB and the little more that shows it is too long."""
# What readers of XML, of numbers and of text have stumbled over elsewhere.
HOSTILE = (
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"&#0;", b"&#x0;", b"&#xD800;", b"&#1114112;", b"&#x110000;",
    b"&#" + b"9" * 5_000 + b";", b"&#x" + b"f" * 5_000 + b";", b"<![CDATA[", b"]]>", b"]]]]><![CDATA[>", b"<!--", b"-->",
    b"<?xml version='1.0' encoding='utf-16'?>", b"<?a b?>", b"<xml>", b"</xml>", b"<a>" * 50, b"</a>" * 50, b"<a/>" * 500,
    b"\0", b"\x0b", b"\xff\xfe", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xef\xbf\xbe", b"\xe2\x80\xae", b"\xf0\x9f\x98\x80",
    b"<MsgType>text</MsgType>", b"<MsgType>event</MsgType>", b"<Event>SCAN</Event>", b"<List/>", b"<item>", b"xmlns:a='b'",
    b"9" * 5_000, b"-1", b"1e999", b"NaN", b"99999999999", b" ", b"\r\n", "\u0661\u0662".encode(), "＜".encode(),
)  # fmt: skip
Bodies = Sequence[bytes]
T = TypeVar("T", bytes, str)


@dataclass(slots=True)
class MutationTally:
    """What became of the bodies: how many were read, and of which kind; how many refused, and why; and the findings."""

    read: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    findings: list[tuple[str, bytes]] = field(default_factory=list)
    slowest: float = 0.0

    @property
    def bodies(self) -> int:
        """How many there were."""
        return self.read.total() + self.refused.total() + len(self.findings)

    @property
    def sound(self) -> bool:
        """Whether each was read or refused, and in bounded time."""
        return not self.findings and self.slowest < SLOW_SECONDS


def corpus() -> Bodies:
    """Give one good body of every kind that the simulated platform knows."""
    writer = PushWriter(ACCOUNT)
    texts = [
        writer.text(OPENID, words, at=NOW, menu_id=tap)
        for words, tap in (("低保<怎么>办", None), ("好", "2"))
    ]
    samples = [writer.sample(OPENID, kind, at=NOW) for kind in SAMPLES]
    sections = [("SendPicsInfo", [("Count", 1), ("PicList", [("item", [("PicMd5Sum", "a")])])])]
    more = [
        *sections,
        ("ScanCodeInfo", [("ScanType", "qrcode"), ("ScanResult", "1")]),
        ("SendLocationInfo", [("Location_X", "23.1"), ("Location_Y", "113.2"), ("Poiname", "")]),
        ("SubscribeMsgSentEvent", [("List", [("TemplateId", "t"), ("MsgID", 1), ("ErrorCode", 0)])]),
        ("Latitude", "23.1"), ("Longitude", "113.2"), ("MsgID", 7), ("Status", "success"), ("OpenID", OPENID),
    ]  # fmt: skip
    known = [
        writer.event(OPENID, name, at=NOW, fields=[("EventKey", "k"), *more]) for name in EVENTS.values()
    ]
    reports = [
        writer.event(OPENID, name, at=NOW, fields=more)
        for name in ("TEMPLATESENDJOBFINISH", "subscribe_msg_sent_event", "user_authorization_revoke")
    ]
    return [push.xml.encode() for push in (*texts, *samples, *known, *reports)]


class Mutator:
    """Changes bodies a little, or a lot; the same seed gives the same ones."""

    def __init__(self, bodies: Bodies, seed: int) -> None:
        self._bodies = bodies
        self._dice = random.Random(seed)
        self._changes: tuple[Callable[[bytearray], None], ...] = (
            self._value, self._value, self._value, self._flip, self._insert, self._drop, self._repeat, self._splice,
            self._cut,
        )  # fmt: skip

    def clear(self) -> bytes:
        """Give a body that was changed in some places."""
        body = bytearray(self._dice.choice(self._bodies))
        # Mostly one or two: whoever changes much only ever meets the first check.
        for _ in range(min(self._dice.randint(1, MOST_CHANGES), self._dice.randint(1, MOST_CHANGES))):
            self._dice.choice(self._changes)(body)
        return bytes(body)

    def sealed(self, envelope: Envelope) -> str:
        """Give an envelope that was changed: its letters, its blocks, or the frame before it was closed."""
        encrypted = envelope.seal(self._dice.choice(self._bodies).decode())
        way = self._dice.randrange(4)
        if way == 0:
            letters = bytearray(encrypted.encode())
            for _ in range(self._dice.randint(1, MOST_CHANGES)):
                self._dice.choice(self._changes)(letters)
            return letters.decode("utf-8", "replace")
        octets = bytearray(base64.b64decode(encrypted))
        if way == 1:
            octets = bytearray(self._dice.randbytes(16 * self._dice.randint(1, 40)))
        elif way == 2:
            del octets[16 * self._dice.randrange(len(octets) // 16) :]
        else:
            octets[self._dice.randrange(len(octets))] ^= 1 << self._dice.randrange(8)
        return base64.b64encode(octets).decode()

    def framed(self) -> bytes:
        """Give a frame whose length, text or owner may be anything."""
        text = self.clear() if self._dice.random() < 0.5 else self._dice.randbytes(self._dice.randrange(60))
        right = self._dice.random() < 0.6
        lengths = (0, len(text) + 1, 2**32 - 1, self._dice.randrange(2**32))
        owners = (APPID.encode(), b"", b"wxother", self._dice.randbytes(8))
        length = len(text) if right else self._dice.choice(lengths)
        owner = APPID.encode() if right else self._dice.choice(owners)
        return struct.pack(">16sI", self._dice.randbytes(16), length) + text + owner

    def _place(self, body: bytearray) -> int:
        return self._dice.randrange(len(body) + 1)

    def _value(self, body: bytearray) -> None:
        """Put something else into one element, which is read as that then."""
        start = body.find(b">", self._place(body)) + 1
        end = body.find(b"<", start)
        if start and end >= start:
            words = self._dice.choice(HOSTILE)
            body[start:end] = words if self._dice.random() < 0.3 else b"<![CDATA[" + words + b"]]>"

    def _flip(self, body: bytearray) -> None:
        if body:
            body[self._dice.randrange(len(body))] ^= 1 << self._dice.randrange(8)

    def _insert(self, body: bytearray) -> None:
        place = self._place(body)
        body[place:place] = self._dice.choice(HOSTILE)

    def _drop(self, body: bytearray) -> None:
        place = self._place(body)
        del body[place : place + self._dice.randint(1, 30)]

    def _repeat(self, body: bytearray) -> None:
        place = self._place(body)
        piece = bytes(body[place : place + self._dice.randint(1, 60)])
        times = self._dice.choice((1, 2, LONGEST_RUN // max(len(piece), 1)))
        body[place:place] = piece * times

    def _splice(self, body: bytearray) -> None:
        other = self._dice.choice(self._bodies)
        body[self._place(body) :] = other[self._dice.randrange(len(other)) :]

    def _cut(self, body: bytearray) -> None:
        del body[self._place(body) :]


class Readings:
    """Reads bodies as the webhook does, from the proof to the engine's message."""

    def __init__(self) -> None:
        given = {"token": TOKEN, "aes_key": AES_KEY, "appid": APPID, "secret": "s", "account": ACCOUNT}
        self._clear = Protocol(OfficialAccount(**given, mode="clear"))
        self._safe = Protocol(OfficialAccount(**given, mode="safe"))
        self.envelope = Envelope(AES_KEY, APPID)
        self._stamp = str(int(NOW.timestamp()))

    def clear(self, body: bytes) -> str:
        """Give the kind that a body was read as; raises PushRefusal."""
        query = Query(signature=digest(TOKEN, self._stamp, "n"), timestamp=self._stamp, nonce="n")
        push = push_of(self._clear.unwrap(query, body, now=NOW), ACCOUNT)
        if push.outcome == "ok":
            inbound_of(push)
            reports_of(push)
        return push.kind if push.outcome == "ok" else "unknown kind"

    def sealed(self, encrypted: str) -> str:
        """Give what an envelope was read as, whose signature is right; raises PushRefusal."""
        letters = encrypted.replace("]]>", "")
        body = (
            f"<xml><ToUserName>{ACCOUNT}</ToUserName><Encrypt><![CDATA[{letters}]]></Encrypt></xml>".encode()
        )
        query = Query(
            timestamp=self._stamp, nonce="n", encrypt_type="aes",
            msg_signature=digest(TOKEN, self._stamp, "n", letters),
        )  # fmt: skip
        push = push_of(self._safe.unwrap(query, body, now=NOW), ACCOUNT)
        return f"sealed {push.kind}" if push.outcome == "ok" else "sealed unknown kind"


def tried(
    count: int, *, seed: int, seconds: float = 0.0, told: Callable[[int], object] = int
) -> MutationTally:
    """Try so many bodies, or for so many seconds where that is shorter; give what became of them."""
    mutator, readings, tally, begun = Mutator(corpus(), seed), Readings(), MutationTally(), monotonic()
    for number in range(count):
        if number % 1000 == 0:
            told(number)
            if seconds and monotonic() - begun > seconds:
                break
        if number % 4 == 3:
            _note(tally, readings.sealed, mutator.sealed(readings.envelope))
        elif number % 4 == 1:
            _note(tally, readings.sealed, _closed(mutator.framed()))
        else:
            _note(tally, readings.clear, mutator.clear())
    return tally


def _closed(framed: bytes) -> str:
    """Seal a frame as it is, whatever it says."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    key = base64.b64decode(AES_KEY + "=")
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    count = 32 - len(framed) % 32
    return base64.b64encode(encryptor.update(framed + bytes([count]) * count) + encryptor.finalize()).decode()


def _note(tally: MutationTally, read: Callable[[T], str], body: T) -> None:
    begun = process_time()
    try:
        tally.read[read(body)] += 1
    except PushRefusal as refusal:
        tally.refused[refusal.reason] += 1
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        tally.findings.append(
            (f"{type(error).__name__}: {error}"[:200], body if isinstance(body, bytes) else body.encode())
        )
    tally.slowest = max(tally.slowest, process_time() - begun)


def main() -> int:
    """Try and tell; give the exit code."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=1_000_000)
    options.add_argument("--seconds", type=float, default=0.0, help="stop after so long; 0: never")
    options.add_argument("--seed", type=int, default=1)
    chosen, out = options.parse_args(), Console(soft_wrap=True)
    columns = (TextColumn("bodies"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("bodies", total=chosen.count)
        tally = tried(
            chosen.count,
            seed=chosen.seed,
            seconds=chosen.seconds,
            told=lambda done: bar.update(task, completed=done),
        )
    out.print(
        f"seed {chosen.seed}: {tally.bodies} bodies, {tally.read.total()} read, {tally.refused.total()} refused"
    )
    out.print(f"refused: {dict(tally.refused.most_common())}")
    out.print(f"read: {dict(tally.read.most_common())}")
    out.print(f"slowest {tally.slowest * 1000:.1f} ms of the processor; findings {len(tally.findings)}")
    for words, body in tally.findings[:SHOWN]:
        out.print(f"{words}\n  {base64.b64encode(body).decode()}", markup=False)
    return 0 if tally.sound else 1


if __name__ == "__main__":
    sys.exit(main())

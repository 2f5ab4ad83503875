"""Bodies that no platform would send, made by rule: one rule for each way in which a push can be wrong (protocol §§3–4, §16).

A rule spoils a good text message. Whoever gets such a push must neither act on it nor stumble over it. Control letters are
no rule here: citizens type them and the platform passes them on, so a message with them is a citizen's.
"""

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from adapters.wechat.simulator.protocol.envelope import Seal
from adapters.wechat.simulator.protocol.markup import Field, write

_OVER_LIMIT_BYTES = 70 * 1024
_DEEP, _MANY = 40, 900
_NUMBERS = 10**18


@dataclass(frozen=True, slots=True)
class HostileDraft:
    """The good message that a rule spoils: its elements, and the dice that vary the spoiling."""

    fields: tuple[Field, ...]
    dice: random.Random

    @classmethod
    def of(cls, account: str, openid: str, *, at: datetime, dice: random.Random) -> "HostileDraft":
        """Give a text message of a citizen to the account."""
        fields: tuple[Field, ...] = (
            ("ToUserName", account),
            ("FromUserName", openid),
            ("CreateTime", int(at.timestamp())),
            ("MsgType", "text"),
            ("Content", f"这条不该有人理会{dice.randrange(_NUMBERS)}"),
            ("MsgId", 8_000_000_000_000_000_000 + dice.randrange(_NUMBERS)),
        )
        return cls(fields, dice)

    def xml(self, **changed: str | None) -> bytes:
        """Give the message with some elements put otherwise, raw; None leaves one out."""
        parts = []
        for name, value in self.fields:
            if name not in changed:
                parts.append(write([(name, value)]).removeprefix("<xml>").removesuffix("</xml>"))
            elif (raw := changed[name]) is not None:
                parts.append(f"<{name}>{raw}</{name}>")
        return f"<xml>{''.join(parts)}</xml>".encode()

    def inside(self, octets: bytes) -> bytes:
        """Give the message with some bytes in its words."""
        return self.xml(Content="@@").replace(b"@@", octets)

    def twice(self, name: str, value: str) -> bytes:
        """Give the message with one element more."""
        return self.xml().replace(b"</xml>", f"<{name}>{value}</{name}></xml>".encode())


Spoiling = Callable[[HostileDraft], bytes]


def _declared(subset: str, use: str = "") -> Spoiling:
    return lambda draft: f"<!DOCTYPE xml {subset}>".encode() + draft.xml(Content=use or "x")


def _without(name: str) -> Spoiling:
    return lambda draft: draft.xml(**{name: None})


def _cut(draft: HostileDraft) -> bytes:
    whole = draft.xml()
    return whole[: draft.dice.randrange(6, len(whole) - 6)]


def _bomb(draft: HostileDraft) -> bytes:
    levels = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 12}">' for n in range(1, 9))
    return _declared(f'[<!ENTITY b0 "哈哈">{levels}]', "&b8;")(draft)


BODIES: Mapping[str, Spoiling] = {
    "entity_bomb": _bomb,
    "entity_inside": _declared('[<!ENTITY a "甲">]', "&a;"),
    "entity_of_a_file": _declared('[<!ENTITY f SYSTEM "file:///etc/hostname">]', "&f;"),
    "entity_of_an_address": _declared('[<!ENTITY h SYSTEM "http://127.0.0.1:9/">]', "&h;"),
    "outer_declaration": _declared('SYSTEM "http://127.0.0.1:9/a.dtd"'),
    "bare_declaration": _declared("[]"),
    "unknown_entity": lambda draft: draft.xml(Content="&nobody;"),
    "no_type": _without("MsgType"),
    "no_sender": _without("FromUserName"),
    "no_receiver": _without("ToUserName"),
    "no_time": _without("CreateTime"),
    "no_number": _without("MsgId"),
    "no_words": _without("Content"),
    "event_without_name": lambda draft: draft.xml(MsgType="event", Content=None, MsgId=None),
    "empty_type": lambda draft: draft.xml(MsgType=""),
    "time_in_words": lambda draft: draft.xml(CreateTime="昨天"),
    "number_in_words": lambda draft: draft.xml(MsgId="0x1f"),
    "type_twice": lambda draft: draft.twice("MsgType", "event"),
    "words_twice": lambda draft: draft.twice("Content", "再说一遍"),
    "words_with_a_child": lambda draft: draft.xml(Content="前<b>中</b>后"),
    "sender_with_a_path": lambda draft: draft.xml(FromUserName="../../etc/passwd"),
    "sender_with_a_key": lambda draft: draft.xml(FromUserName="o1:gate*"),
    "sender_too_long": lambda draft: draft.xml(FromUserName="o" * 65),
    "other_account": lambda draft: draft.xml(ToUserName="gh_somebodyelse1"),
    "bytes_of_no_text": lambda draft: draft.inside(b"\xff\xfe\x80"),
    "letter_cut": lambda draft: draft.inside("县".encode()[: draft.dice.randrange(1, 3)]),
    "letter_overlong": lambda draft: draft.inside(b"\xc0\xaf"),
    "half_a_pair": lambda draft: draft.inside(b"\xed\xa0\x80"),
    "other_encoding": lambda draft: (
        b'<?xml version="1.0" encoding="GBK"?>' + draft.xml(Content="政务公开").decode().encode("gbk")
    ),
    "cut": _cut,
    "second_root": lambda draft: draft.xml() + draft.xml(),
    "other_root": lambda draft: draft.xml().replace(b"<xml>", b"<html>").replace(b"</xml>", b"</html>"),
    "nothing": lambda _: b"",
    "spaces": lambda _: b" \r\n\t",
    "json": lambda draft: json.dumps(dict(draft.fields), ensure_ascii=False).encode(),
    "form": lambda draft: "&".join(f"{name}={value}" for name, value in draft.fields).encode(),
    "no_elements": lambda _: b"<xml></xml>",
    "deep": lambda draft: draft.xml(Content="<d>" * _DEEP + "</d>" * _DEEP),
    "many": lambda draft: draft.xml().replace(b"</xml>", b"<e/>" * _MANY + b"</xml>"),
    "large": lambda draft: draft.xml(Content="长" * (_OVER_LIMIT_BYTES // 3)),
}
"""What may be wrong with a message, by name."""


def _repadded(count: int) -> Callable[[bytes], bytes]:
    return lambda plain: plain[:-1] + bytes([count])


def _other_length(make: Callable[[int], bytes]) -> Callable[[bytes], bytes]:
    return lambda plain: plain[:16] + make(int.from_bytes(plain[16:20], "big")) + plain[20:]


ENVELOPES: Mapping[str, Callable[[bytes], bytes]] = {
    "padding_nought": _repadded(0),
    "padding_33": _repadded(33),
    "padding_255": _repadded(255),
    "padding_unequal": lambda plain: plain[:-2] + bytes([plain[-2] ^ 1, max(plain[-1], 2)]),
    "length_too_long": _other_length(lambda length: (length + 4096).to_bytes(4, "big")),
    "length_huge": _other_length(lambda _: b"\xff\xff\xff\xff"),
    "length_nought": _other_length(lambda _: b"\x00\x00\x00\x00"),
    "length_backwards": _other_length(lambda length: length.to_bytes(4, "little")),
    "one_block": lambda plain: plain[:16],
    "last_block_gone": lambda plain: plain[:-16],
}
"""What may be wrong with the sealed bytes before they are encrypted, by name."""


def spoilt_ciphers(encrypted: str) -> Mapping[str, str]:
    """Give what may be wrong with the encrypted text itself, by name."""
    return {
        "empty": "",
        "no_base64": "@" + encrypted[1:],
        "space_inside": f"{encrypted[:20]} {encrypted[20:]}",
        "not_whole_blocks": encrypted[: len(encrypted) // 4 * 4 - 8],
    }


def spoilt_envelopes(seal: Seal, message: bytes) -> Mapping[str, str]:
    """Give encrypted texts that do not open, by name; each is signed as a good one would be."""
    padded = seal.padded(message)
    inner = {name: seal.encrypted(spoil(padded)) for name, spoil in ENVELOPES.items()}
    strangers = {
        "other_appid": seal.encrypted(seal.padded(message, appid="wx0000000000000000")),
        "no_appid": seal.encrypted(seal.padded(message, appid="")),
        "longer_appid": seal.encrypted(seal.padded(message, appid=seal.appid + "0")),
    }
    return {**inner, **strangers, **spoilt_ciphers(seal.encrypted(padded))}

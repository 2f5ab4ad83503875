"""Over which channels staff are told, and by what somebody is reached there. Pure.

Only the part of an address that names a robot is kept: where the platform lies is a setting of the program, so whoever
writes an address at the desk never decides with whom the program talks.
"""

import json
import re
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Self
from urllib.parse import parse_qs, urlsplit

from bot.errors import InputError

LONGEST_TYPED = 400
MAIL_LETTERS = 120
SHOWN_LETTERS = 4
DINGTALK_TOKEN = re.compile(r"[0-9A-Za-z_-]{16,128}")
DINGTALK_SECRET = re.compile(r"SEC[0-9A-Za-z]{16,128}")
WECOM_KEY = re.compile(r"[0-9A-Za-z-]{16,64}")
MAILBOX = re.compile(r"[0-9A-Za-z_][0-9A-Za-z._+-]{0,63}@[0-9A-Za-z][0-9A-Za-z.-]{1,61}[0-9A-Za-z]")


class NoticeChannel(StrEnum):
    """A robot of a group in DingTalk or WeCom, or a mailbox."""

    DINGTALK = "dingtalk"
    WECOM = "wecom"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class NoticeTarget:
    """By what somebody is reached: a robot's token with its secret, a robot's key, or a mailbox. Kept sealed only."""

    channel: NoticeChannel
    name: str
    secret: str = ""

    @property
    def label(self) -> str:
        """What of it is shown at the desk: enough to tell it from others, not enough to write to it."""
        if self.channel is NoticeChannel.MAIL:
            person, _, host = self.name.partition("@")
            return f"{person[:1]}***@{host}"
        return f"…{self.name[-SHOWN_LETTERS:]}"

    def sealed_words(self) -> str:
        """Give it as it is sealed."""
        return json.dumps(asdict(self))

    @classmethod
    def opened(cls, words: str) -> Self:
        """Give it from what was sealed."""
        fields = json.loads(words)
        return cls(NoticeChannel(fields["channel"]), fields["name"], fields["secret"])


def target_of(channel: str, typed: str, secret: str = "") -> NoticeTarget:
    """Read what was typed, a whole address as the platform shows it or its last part; raises `InputError` saying what is wrong."""
    if channel not in set(NoticeChannel):
        raise InputError("staff_notices.refused.channel")
    known, typed, secret = NoticeChannel(channel), typed.strip(), secret.strip()
    if len(typed) > LONGEST_TYPED or len(secret) > LONGEST_TYPED:
        raise InputError(f"staff_notices.refused.{known.value}")
    if known is NoticeChannel.MAIL:
        if not MAILBOX.fullmatch(typed) or ".." in typed or len(typed) > MAIL_LETTERS:
            raise InputError("staff_notices.refused.mail")
        return NoticeTarget(known, typed)
    if known is NoticeChannel.WECOM:
        return NoticeTarget(known, _named(typed, "key", WECOM_KEY, refusal="staff_notices.refused.wecom"))
    token = _named(typed, "access_token", DINGTALK_TOKEN, refusal="staff_notices.refused.dingtalk")
    if not DINGTALK_SECRET.fullmatch(secret):
        raise InputError("staff_notices.refused.secret")
    return NoticeTarget(known, token, secret)


def _named(typed: str, name: str, form: re.Pattern[str], *, refusal: str) -> str:
    """Give what names a robot, taken out of a whole address where one was typed."""
    found = typed
    if "://" in typed:
        try:
            values = parse_qs(urlsplit(typed).query).get(name, [])
        except ValueError:
            values = []
        found = values[0] if len(values) == 1 else ""
    if not form.fullmatch(found):
        raise InputError(refusal)
    return found

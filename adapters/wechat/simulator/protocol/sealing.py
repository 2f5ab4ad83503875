"""A push as it stands on the wire: the query and the body that belong together, in each of the three modes (protocol §3)."""

import secrets
from dataclasses import dataclass

from adapters.wechat.simulator.protocol.envelope import Seal
from adapters.wechat.simulator.protocol.markup import Field, write
from adapters.wechat.simulator.protocol.settings import Mode, SimulatorSettings

_SIGNATURES = ("signature", "msg_signature")


@dataclass(frozen=True, slots=True)
class Sealing:
    """Seals pushes for one account."""

    seal: Seal
    account: str
    mode: Mode

    @classmethod
    def of(cls, settings: SimulatorSettings) -> "Sealing":
        """Give the sealing of the account in these settings."""
        return cls(Seal(settings.token, settings.aes_key, settings.appid), settings.account, settings.mode)

    def check(self, timestamp: int, echo: str) -> dict[str, str]:
        """Give the query of the GET check (§2)."""
        nonce = _nonce()
        return {
            "signature": self.seal.sign(str(timestamp), nonce),
            "echostr": echo,
            "timestamp": str(timestamp),
            "nonce": nonce,
        }

    def push(self, xml: str, *, openid: str, timestamp: int) -> tuple[dict[str, str], bytes]:
        """Give query and body of a push; every repeat uses the same two."""
        octets = xml.encode()
        if self.mode == "clear":
            return self.signed(None, octets, openid=openid, timestamp=timestamp)
        return self.signed(self.seal.close(xml), octets, openid=openid, timestamp=timestamp)

    def octets(self, message: bytes, *, openid: str, timestamp: int) -> tuple[dict[str, str], bytes]:
        """Give query and body of a push whose message need not be a text; its signatures are right."""
        sealed = None if self.mode == "clear" else self.seal.encrypted(self.seal.padded(message))
        return self.signed(sealed, message, openid=openid, timestamp=timestamp)

    def signed(
        self, encrypted: str | None, message: bytes, *, openid: str, timestamp: int
    ) -> tuple[dict[str, str], bytes]:
        """Give query and body for an encrypted text, whatever is in it, or for a message in clear."""
        time, nonce = str(timestamp), _nonce()
        query = {
            "signature": self.seal.sign(time, nonce),
            "timestamp": time,
            "nonce": nonce,
            "openid": openid,
        }
        if encrypted is None:
            return query, message
        query |= {"encrypt_type": "aes", "msg_signature": self.seal.sign(time, nonce, encrypted)}
        return query, self._body(message, encrypted)

    def _body(self, message: bytes, encrypted: str) -> bytes:
        if self.mode == "compatible":
            return (
                message.removesuffix(b"</xml>") + f"<Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>".encode()
            )
        fields: list[Field] = [("ToUserName", self.account), ("Encrypt", encrypted)]
        return write(fields).encode()


def forged(query: dict[str, str]) -> dict[str, str]:
    """Give the query with signatures that nobody with the token would make."""
    return query | {name: "0" * 40 for name in _SIGNATURES if name in query}


def _nonce() -> str:
    return str(secrets.randbelow(10**10))

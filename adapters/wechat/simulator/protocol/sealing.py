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
        time, nonce = str(timestamp), _nonce()
        query = {
            "signature": self.seal.sign(time, nonce),
            "timestamp": time,
            "nonce": nonce,
            "openid": openid,
        }
        if self.mode == "clear":
            return query, xml.encode()
        encrypted = self.seal.close(xml)
        query |= {"encrypt_type": "aes", "msg_signature": self.seal.sign(time, nonce, encrypted)}
        return query, self._body(xml, encrypted).encode()

    def _body(self, xml: str, encrypted: str) -> str:
        if self.mode == "compatible":
            return xml.removesuffix("</xml>") + f"<Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
        fields: list[Field] = [("ToUserName", self.account), ("Encrypt", encrypted)]
        return write(fields)


def forged(query: dict[str, str]) -> dict[str, str]:
    """Give the query with signatures that nobody with the token would make."""
    return query | {name: "0" * 40 for name in _SIGNATURES if name in query}


def _nonce() -> str:
    return str(secrets.randbelow(10**10))

"""How a message lies in Redis: whole, and readable to nobody without the secret."""

from datetime import UTC, datetime

import orjson

from bot.message import Inbound
from bot.privacy import Vault

PURPOSE = "inflight"


def seal(inbound: Inbound, vault: Vault) -> bytes:
    """Give a message as it is kept."""
    plain = {
        "channel": inbound.channel,
        "citizen": inbound.citizen,
        "key": inbound.key,
        "kind": inbound.kind,
        "sent_at": inbound.sent_at.timestamp(),
        "text": inbound.text,
        "choice_id": inbound.choice_id,
        "fields": dict(inbound.fields),
    }
    return vault.seal(orjson.dumps(plain), purpose=PURPOSE)


def unseal(packed: bytes, vault: Vault) -> Inbound:
    """Give the message again.

    Raises `ServiceError` when it was sealed under another secret, `TypeError` when a later version has written it.
    """
    plain = orjson.loads(vault.open_bytes(packed, purpose=PURPOSE))
    return Inbound(**plain | {"sent_at": datetime.fromtimestamp(plain["sent_at"], UTC)})

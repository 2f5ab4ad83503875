"""What the page of a form works with, and the sealed address by which a citizen comes to it from the talk."""

from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from adapters.web.links import LinkPurpose, Links
from bot.clock import Clock
from bot.inbound.reception import Render, WayOut
from bot.message import Inbound
from bot.privacy import Vault
from handlers.talk.form_page import FormSheet

LINK_DAYS = timedelta(days=3)
SEALED_FOR_FORMS = "links/form"


class FormReceiver(Protocol):
    """Whoever handles a citizen's message; `bot.inbound.reception.Reception` is one."""

    async def receive(
        self, inbound: Inbound, *, render: Render, budget: float, way_out: WayOut | None = None
    ) -> bytes:
        """Give what was rendered, the same for every delivery; nothing when it took too long."""
        ...


Peek = Callable[[str, str], Awaitable[Mapping[str, Any] | None]]


@dataclass(frozen=True, slots=True)
class FormDoor:
    """What the pages of forms need: who takes the answers, a look at a talk, the seal of links, and each form's sheet by its name."""

    receiver: FormReceiver
    peek: Peek
    vault: Vault
    sheets: Mapping[str, FormSheet]


def form_address(
    links: Links, vault: Vault, clock: Clock, *, channel: str, citizen: str, form_id: str
) -> str:
    """Give the address of a form's page; nothing in it tells who the citizen is."""
    sealed = vault.seal(f"{channel}\n{citizen}\n{form_id}", purpose=SEALED_FOR_FORMS)
    subject = urlsafe_b64encode(sealed).decode()
    return links.address(LinkPurpose.FORM, subject, expires_at=clock.now() + LINK_DAYS)

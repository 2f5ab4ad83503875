"""The ways by which the services reach somebody outside; what a county has none of is left out."""

from dataclasses import dataclass

from adapters.chat_model.service import ChatModelService
from handlers.cases import CaseAddress
from handlers.complaints.case.callers import CallerRota, nobody_calls
from handlers.complaints.hotline.giving_back import HotlineDoor
from handlers.matters.binding.messages import SendText
from handlers.outlets.outlet import ArticleDoor
from handlers.staff_notices.door import NoticeDoor
from handlers.subscriptions.choosing.deeds import PageAddress, no_page
from handlers.switches.service import Ring, no_bell
from knowledge.rewording.advice import LIMIT_SECONDS


@dataclass(frozen=True, slots=True)
class WaysOut:
    """Where the program is reached, and whom it reaches.

    `case_link` gives the signed address of a case's page, `subscription_page` that on which somebody changes
    subscriptions. `send_text` brings a text to a phone, `notices` tell staff of work outside the desk, `articles` bring
    what is published to the account. `ring` makes other processes look at once at what was switched. A `chat_model` is
    asked for at most `chat_seconds` a turn.
    """

    public_url: str
    case_link: CaseAddress
    subscription_page: PageAddress = no_page
    callers: CallerRota = nobody_calls
    hotline: HotlineDoor | None = None
    send_text: SendText | None = None
    articles: ArticleDoor | None = None
    notices: NoticeDoor | None = None
    ring: Ring = no_bell
    chat_model: ChatModelService | None = None
    chat_seconds: float = LIMIT_SECONDS

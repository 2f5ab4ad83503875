"""The ways out that the settings name: what has no address there, the county does without."""

from adapters.chat_model.access import chat_model_of
from adapters.hotline_client import HotlineClient
from adapters.messengers.door import staff_notice_door
from adapters.resources import Resources
from adapters.services.foundation import Foundation
from adapters.services.ways_out import WaysOut
from adapters.settings import Settings
from adapters.sms_client import SmsClient
from adapters.wechat.account_kinds import AccountFeature, has
from adapters.wechat.api.client import Client
from adapters.wechat.articles import ArticleWriter
from bot.clock import Clock
from handlers.cases import CaseAddress
from handlers.complaints.case.callers import CallerRota
from handlers.complaints.hotline.giving_back import HotlineDoor
from handlers.matters.binding.messages import SendText
from handlers.outlets.outlet import ArticleDoor
from handlers.subscriptions.choosing.deeds import PageAddress
from handlers.switches.service import Ring
from handlers.texts import Texts


def ways_of(
    settings: Settings,
    resources: Resources,
    base: Foundation,
    *,
    case_link: CaseAddress,
    subscription_page: PageAddress,
    client: Client,
    county_name: str,
    callers: CallerRota,
    ring: Ring,
) -> WaysOut:
    """Give the ways of a running program; `callers` gives who calls complainants back, `client` is the account's."""
    return WaysOut(
        public_url=settings.public_url,
        case_link=case_link,
        subscription_page=subscription_page,
        callers=callers,
        hotline=_hotline(settings, resources, base.clock),
        send_text=_text_sender(settings, resources, base.clock),
        articles=_articles(settings, resources, client, author=county_name, texts=base.texts),
        notices=staff_notice_door(settings, resources.http, base.clock),
        ring=ring,
        chat_model=chat_model_of(settings, resources.http),
        chat_seconds=settings.chat_model_timeout,
    )


def _hotline(settings: Settings, resources: Resources, clock: Clock) -> HotlineDoor | None:
    """Give the way to the hotline, or none where no address is set."""
    if not settings.hotline_url:
        return None
    secret = settings.hotline_secret.get_secret_value()
    return HotlineClient(resources.http, url=settings.hotline_url, secret=secret, clock=clock).tell


def _text_sender(settings: Settings, resources: Resources, clock: Clock) -> SendText | None:
    """Give the way to the platform that brings texts to phones, or none where no address is set."""
    if not settings.sms_url:
        return None
    secret = settings.sms_secret.get_secret_value()
    return SmsClient(resources.http, url=settings.sms_url, secret=secret, clock=clock).send


def _articles(
    settings: Settings, resources: Resources, client: Client, *, author: str, texts: Texts
) -> ArticleDoor | None:
    """Give the way to the account's articles, or none where they are not wanted or the account has none."""
    if settings.wechat_articles == "off" or not has(settings.wechat_kind, AccountFeature.ARTICLES):
        return None
    return ArticleWriter(
        client.articles,
        resources.redis,
        appid=settings.wechat_appid,
        author=author,
        submits=settings.wechat_articles == "publish",
        texts=texts,
    )

"""Every kind of message and event the platform pushes: which elements it brings and what we call them.

The tables follow protocol §§5 and 6 line by line; a kind that is not here is acknowledged and counted, not guessed.
"""

from dataclasses import dataclass

NUMBER = r"-?[0-9]{1,4}(\.[0-9]{1,12})?"
OPENID = r"[A-Za-z0-9_-]{1,64}"


@dataclass(frozen=True, slots=True)
class ElementRule:
    """One value: our name, the path of its element, whether the kind is meaningless without it, its form."""

    name: str
    path: str
    required: bool = False
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A value that repeats: our name, the sections it may stand in, the repeated element, and what each one holds.

    `columns` empty means that each element is itself one value, found at `leaf` inside it.
    """

    name: str
    sections: tuple[str, ...]
    item: str
    columns: tuple[ElementRule, ...] = ()
    leaf: str = ""


@dataclass(frozen=True, slots=True)
class MessageKind:
    """What one kind brings; `answerable` says whether a passive reply to it is shown (protocol §6)."""

    fields: tuple[ElementRule, ...] = ()
    listing: Listing | None = None
    answerable: bool = False


def _message(*fields: ElementRule) -> MessageKind:
    # The last two come only when the message was written under an article.
    return MessageKind(
        (*fields, ElementRule("msg_data_id", "MsgDataId"), ElementRule("idx", "Idx")), answerable=True
    )


def _media(*fields: ElementRule) -> MessageKind:
    return _message(ElementRule("media_id", "MediaId", required=True), *fields)


def _place(section: str = "") -> tuple[ElementRule, ...]:
    return (
        ElementRule("lat", f"{section}Location_X", required=True, pattern=NUMBER),
        ElementRule("lng", f"{section}Location_Y", required=True, pattern=NUMBER),
        ElementRule("scale", f"{section}Scale"),
        ElementRule("label", f"{section}Label"),
    )


MESSAGES = {
    "text": _message(
        ElementRule("content", "Content", required=True), ElementRule("menu_id", "bizmsgmenuid")
    ),
    "image": _media(ElementRule("pic_url", "PicUrl")),
    "voice": _media(
        ElementRule("format", "Format"),
        ElementRule("media_id_16k", "MediaId16K"),
        ElementRule("recognition", "Recognition"),
    ),
    "video": _media(ElementRule("thumb_media_id", "ThumbMediaId")),
    "shortvideo": _media(ElementRule("thumb_media_id", "ThumbMediaId")),
    "location": _message(*_place()),
    "link": _message(
        ElementRule("title", "Title"),
        ElementRule("description", "Description"),
        ElementRule("url", "Url", required=True),
    ),
}

_KEY = ElementRule("key", "EventKey", required=True)
_TICKET = ElementRule("ticket", "Ticket")
_VIEW = MessageKind((_KEY, ElementRule("menu_id", "MenuId")))
_CODE = (
    _KEY,
    ElementRule("scan_type", "ScanCodeInfo/ScanType"),
    ElementRule("scan_result", "ScanCodeInfo/ScanResult", required=True),
)
_PICTURES = MessageKind(
    (_KEY, ElementRule("count", "SendPicsInfo/Count", pattern=r"[0-9]{1,3}")),
    Listing("md5s", ("SendPicsInfo/PicList",), "item", leaf="PicMd5Sum"),
    answerable=True,
)
# The documentation's own sample wraps a change in the tag of the popup event, so both take both.
_CONSENTS = MessageKind(
    listing=Listing(
        "items",
        ("SubscribeMsgPopupEvent", "SubscribeMsgChangeEvent"),
        "List",
        (
            ElementRule("template_id", "TemplateId", required=True),
            ElementRule("status", "SubscribeStatusString", required=True),
            ElementRule("scene", "PopupScene"),
        ),
    )
)
_SENT = MessageKind(
    listing=Listing(
        "items",
        ("SubscribeMsgSentEvent",),
        "List",
        (
            ElementRule("template_id", "TemplateId", required=True),
            ElementRule("msg_id", "MsgID"),
            ElementRule("error_code", "ErrorCode"),
            ElementRule("error_status", "ErrorStatus"),
        ),
    )
)
_JOB = (ElementRule("job_id", "MsgID", required=True), ElementRule("status", "Status", required=True))
_PERSON = (ElementRule("openid", "OpenID", required=True, pattern=OPENID), ElementRule("appid", "AppID"))
_STAFF = MessageKind(
    (ElementRule("account", "KfAccount", required=True), ElementRule("close_type", "CloseType"))
)

EVENTS = {
    "subscribe": MessageKind((_TICKET,), answerable=True),
    "unsubscribe": MessageKind(),
    "scan": MessageKind((ElementRule("scene", "EventKey", required=True), _TICKET), answerable=True),
    "location": MessageKind(
        (
            ElementRule("lat", "Latitude", required=True, pattern=NUMBER),
            ElementRule("lng", "Longitude", required=True, pattern=NUMBER),
            ElementRule("precision", "Precision", pattern=r"[0-9]{1,9}(\.[0-9]{1,12})?"),
        )
    ),
    "click": MessageKind((_KEY,), answerable=True),
    "view": _VIEW,
    "view_miniprogram": _VIEW,
    "scancode_push": MessageKind(_CODE),
    "scancode_waitmsg": MessageKind(_CODE, answerable=True),
    "pic_sysphoto": _PICTURES,
    "pic_photo_or_album": _PICTURES,
    "pic_weixin": _PICTURES,
    "location_select": MessageKind(
        (_KEY, *_place("SendLocationInfo/"), ElementRule("poi", "SendLocationInfo/Poiname")), answerable=True
    ),
    "templatesendjobfinish": MessageKind(_JOB),
    "masssendjobfinish": MessageKind(
        (
            *_JOB,
            ElementRule("total", "TotalCount"),
            ElementRule("filter", "FilterCount"),
            ElementRule("sent", "SentCount"),
            ElementRule("error", "ErrorCount"),
        )
    ),
    "subscribe_msg_popup_event": _CONSENTS,
    "subscribe_msg_change_event": _CONSENTS,
    "subscribe_msg_sent_event": _SENT,
    "kf_create_session": _STAFF,
    "kf_close_session": _STAFF,
    "kf_switch_session": MessageKind(
        (
            ElementRule("from_account", "FromKfAccount"),
            ElementRule("to_account", "ToKfAccount", required=True),
        )
    ),
    "user_authorization_revoke": MessageKind((*_PERSON, ElementRule("revoke_info", "RevokeInfo"))),
    "user_authorization_cancellation": MessageKind(_PERSON),
    "user_info_modified": MessageKind(_PERSON),
    "publishjobfinish": MessageKind(
        (
            ElementRule("publish_id", "PublishEventInfo/publish_id", required=True),
            ElementRule("publish_status", "PublishEventInfo/publish_status"),
            ElementRule("article_id", "PublishEventInfo/article_id"),
        )
    ),
}

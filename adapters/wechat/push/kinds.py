"""Every kind of message and event the platform pushes: which elements it brings and what we call them.

The tables follow protocol §§5 and 6 line by line; a kind that is not here is acknowledged and counted, not guessed.
"""

from dataclasses import dataclass

NUMBER = r"-?[0-9]{1,4}(\.[0-9]{1,12})?"
OPENID = r"[A-Za-z0-9_-]{1,64}"


@dataclass(frozen=True, slots=True)
class Field:
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
    columns: tuple[Field, ...] = ()
    leaf: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """What one kind brings; `answerable` says whether a passive reply to it is shown (protocol §6)."""

    fields: tuple[Field, ...] = ()
    listing: Listing | None = None
    answerable: bool = False


def _message(*fields: Field) -> Kind:
    # The last two come only when the message was written under an article.
    return Kind((*fields, Field("msg_data_id", "MsgDataId"), Field("idx", "Idx")), answerable=True)


def _media(*fields: Field) -> Kind:
    return _message(Field("media_id", "MediaId", required=True), *fields)


def _place(section: str = "") -> tuple[Field, ...]:
    return (
        Field("lat", f"{section}Location_X", required=True, pattern=NUMBER),
        Field("lng", f"{section}Location_Y", required=True, pattern=NUMBER),
        Field("scale", f"{section}Scale"),
        Field("label", f"{section}Label"),
    )


MESSAGES = {
    "text": _message(Field("content", "Content", required=True), Field("menu_id", "bizmsgmenuid")),
    "image": _media(Field("pic_url", "PicUrl")),
    "voice": _media(
        Field("format", "Format"), Field("media_id_16k", "MediaId16K"), Field("recognition", "Recognition")
    ),
    "video": _media(Field("thumb_media_id", "ThumbMediaId")),
    "shortvideo": _media(Field("thumb_media_id", "ThumbMediaId")),
    "location": _message(*_place()),
    "link": _message(
        Field("title", "Title"), Field("description", "Description"), Field("url", "Url", required=True)
    ),
}

_KEY = Field("key", "EventKey", required=True)
_TICKET = Field("ticket", "Ticket")
_VIEW = Kind((_KEY, Field("menu_id", "MenuId")))
_CODE = (
    _KEY,
    Field("scan_type", "ScanCodeInfo/ScanType"),
    Field("scan_result", "ScanCodeInfo/ScanResult", required=True),
)
_PICTURES = Kind(
    (_KEY, Field("count", "SendPicsInfo/Count", pattern=r"[0-9]{1,3}")),
    Listing("md5s", ("SendPicsInfo/PicList",), "item", leaf="PicMd5Sum"),
    answerable=True,
)
# The documentation's own sample wraps a change in the tag of the popup event, so both take both.
_CONSENTS = Kind(
    listing=Listing(
        "items",
        ("SubscribeMsgPopupEvent", "SubscribeMsgChangeEvent"),
        "List",
        (
            Field("template_id", "TemplateId", required=True),
            Field("status", "SubscribeStatusString", required=True),
            Field("scene", "PopupScene"),
        ),
    )
)
_SENT = Kind(
    listing=Listing(
        "items",
        ("SubscribeMsgSentEvent",),
        "List",
        (
            Field("template_id", "TemplateId", required=True),
            Field("msg_id", "MsgID"),
            Field("error_code", "ErrorCode"),
            Field("error_status", "ErrorStatus"),
        ),
    )
)
_JOB = (Field("job_id", "MsgID", required=True), Field("status", "Status", required=True))
_PERSON = (Field("openid", "OpenID", required=True, pattern=OPENID), Field("appid", "AppID"))
_STAFF = Kind((Field("account", "KfAccount", required=True), Field("close_type", "CloseType")))

EVENTS = {
    "subscribe": Kind((_TICKET,), answerable=True),
    "unsubscribe": Kind(),
    "scan": Kind((Field("scene", "EventKey", required=True), _TICKET), answerable=True),
    "location": Kind(
        (
            Field("lat", "Latitude", required=True, pattern=NUMBER),
            Field("lng", "Longitude", required=True, pattern=NUMBER),
            Field("precision", "Precision", pattern=r"[0-9]{1,9}(\.[0-9]{1,12})?"),
        )
    ),
    "click": Kind((_KEY,), answerable=True),
    "view": _VIEW,
    "view_miniprogram": _VIEW,
    "scancode_push": Kind(_CODE),
    "scancode_waitmsg": Kind(_CODE, answerable=True),
    "pic_sysphoto": _PICTURES,
    "pic_photo_or_album": _PICTURES,
    "pic_weixin": _PICTURES,
    "location_select": Kind(
        (_KEY, *_place("SendLocationInfo/"), Field("poi", "SendLocationInfo/Poiname")), answerable=True
    ),
    "templatesendjobfinish": Kind(_JOB),
    "masssendjobfinish": Kind(
        (
            *_JOB,
            Field("total", "TotalCount"),
            Field("filter", "FilterCount"),
            Field("sent", "SentCount"),
            Field("error", "ErrorCount"),
        )
    ),
    "subscribe_msg_popup_event": _CONSENTS,
    "subscribe_msg_change_event": _CONSENTS,
    "subscribe_msg_sent_event": _SENT,
    "kf_create_session": _STAFF,
    "kf_close_session": _STAFF,
    "kf_switch_session": Kind(
        (Field("from_account", "FromKfAccount"), Field("to_account", "ToKfAccount", required=True))
    ),
    "user_authorization_revoke": Kind((*_PERSON, Field("revoke_info", "RevokeInfo"))),
    "user_authorization_cancellation": Kind(_PERSON),
    "user_info_modified": Kind(_PERSON),
    "publishjobfinish": Kind(
        (
            Field("publish_id", "PublishEventInfo/publish_id", required=True),
            Field("publish_status", "PublishEventInfo/publish_status"),
            Field("article_id", "PublishEventInfo/article_id"),
        )
    ),
}

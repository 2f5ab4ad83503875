"""Pushes become the engine's messages: every kind, our names, the right person."""

import json
from datetime import UTC, datetime

import pytest
from wechatpy.events import KfSwitchSessionEvent, SubscribeScanEvent
from wechatpy.messages import TextMessage, UnknownMessage

from adapters.wechat.push.convert import Push, inbound_of, push_of
from adapters.wechat.push.kinds import EVENTS, MESSAGES
from adapters.wechat.push.parser import parse
from adapters.wechat.push.refusal import PushRefusal

OURS = "gh_example"


def body(inside: str, *, sender: str = "oSomeone", recipient: str = OURS, stamp: str = "1767225600") -> bytes:
    return (
        f"<xml><ToUserName>{recipient}</ToUserName><FromUserName>{sender}</FromUserName>"
        f"<CreateTime>{stamp}</CreateTime>{inside}</xml>"
    ).encode()


def push(inside: str, **common: str) -> Push:
    return push_of(parse(body(inside, **common)), OURS)


def message(kind: str, inside: str = "") -> Push:
    return push(f"<MsgType>{kind}</MsgType><MsgId>9</MsgId>{inside}")


def event(name: str, inside: str = "") -> Push:
    return push(f"<MsgType>event</MsgType><Event>{name}</Event>{inside}")


def reason(inside: str, **common: str) -> str:
    with pytest.raises(PushRefusal) as refused:
        push(inside, **common)
    return refused.value.reason


def test_a_text_becomes_an_inbound() -> None:
    inbound = inbound_of(
        message("text", "<Content> 你好 </Content><bizmsgmenuid>2</bizmsgmenuid><Idx>1</Idx>")
    )
    assert inbound.channel == "wechat"
    assert inbound.citizen == "oSomeone"
    assert inbound.key == "m:9"
    assert inbound.kind == "text"
    assert inbound.text == " 你好 "
    assert inbound.choice_id == "2"
    assert inbound.sent_at == datetime.fromtimestamp(1767225600, UTC)
    assert inbound.sent_at.tzinfo is UTC
    assert inbound.fields == {"idx": "1"}


def test_recognised_speech_is_the_text_of_a_voice() -> None:
    spoken = inbound_of(message("voice", "<MediaId>m</MediaId><Recognition>路灯坏了</Recognition>"))
    assert (spoken.text, dict(spoken.fields)) == ("路灯坏了", {"media_id": "m"})
    for silent in ("", "<Recognition></Recognition>"):
        assert inbound_of(message("voice", "<MediaId>m</MediaId>" + silent)).text == ""


def test_the_typed_object_is_wechatpys_own_and_keeps_spaces() -> None:
    typed = message("text", "<Content>  x </Content>").message
    assert isinstance(typed, TextMessage)
    assert typed.content == "  x "
    assert isinstance(message("file").message, UnknownMessage)
    switched = event("kf_switch_session", "<ToKfAccount>b@c</ToKfAccount>").message
    assert isinstance(switched, KfSwitchSessionEvent)
    assert switched.to_account == "b@c"


def test_a_follower_who_came_by_a_code_loses_the_prefix_once() -> None:
    followed = event("subscribe", "<EventKey>qrscene_qrscene_1</EventKey><Ticket>t</Ticket>")
    assert followed.fields == {"scene": "qrscene_1", "ticket": "t"}
    assert followed.key.endswith(":subscribe:qrscene_qrscene_1")
    assert isinstance(followed.message, SubscribeScanEvent)
    assert followed.message.scene_id == "qrscene_1"
    assert event("subscribe", "<EventKey>last_trade_no_5</EventKey>").fields == {}


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_repeated_element_is_a_tuple_whatever_its_number(count: int) -> None:
    rows = (
        "<List><TemplateId>a</TemplateId><SubscribeStatusString>accept</SubscribeStatusString></List>" * count
    )
    answered = event("subscribe_msg_popup_event", f"<SubscribeMsgPopupEvent>{rows}</SubscribeMsgPopupEvent>")
    assert answered.fields["items"] == ({"template_id": "a", "status": "accept"},) * count
    pictures = "<item><PicMd5Sum>f</PicMd5Sum></item>" * count
    sent = event(
        "pic_weixin",
        f"<EventKey>k</EventKey><SendPicsInfo><Count>{count}</Count><PicList>{pictures}</PicList></SendPicsInfo>",
    )
    assert sent.fields["md5s"] == ("f",) * count
    assert json.loads(inbound_of(sent).fields["md5s"]) == ["f"] * count


def test_a_withdrawn_consent_is_about_the_person_inside() -> None:
    revoked = event("user_authorization_revoke", "<OpenID>oPerson</OpenID><AppID>wx</AppID>")
    assert revoked.message.source == "oSomeone"
    assert inbound_of(revoked).citizen == "oPerson"
    assert reason("<MsgType>event</MsgType><Event>user_info_modified</Event><OpenID>a:b</OpenID>") == "field"


@pytest.mark.parametrize("kind", ["sticker", "hologram", "miniprogrampage", "device_text"])
def test_unknown_messages_are_ignored_not_guessed(kind: str) -> None:
    ignored = message(kind, "<Anything><deep>1</deep></Anything>")
    assert (ignored.outcome, ignored.kind, dict(ignored.fields), ignored.answerable) == (
        "ignore",
        kind,
        {},
        False,
    )


def test_unknown_events_are_ignored() -> None:
    ignored = event("card_pay_order", "<OrderId>5</OrderId>")
    assert (ignored.outcome, ignored.kind) == ("ignore", "event/card_pay_order")


@pytest.mark.parametrize("name", ["CLICK", "Click", "click"])
def test_event_names_are_compared_in_lower_case(name: str) -> None:
    assert event(name, "<EventKey>K</EventKey>").key == "e:oSomeone:1767225600:click:K"


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<MsgType>text</MsgType><Content>a</Content>", "missing"),
        ("<MsgType>text</MsgType><MsgId>1</MsgId>", "missing"),
        ("<MsgType>image</MsgType><MsgId>1</MsgId>", "missing"),
        ("<MsgType>text</MsgType><MsgId>1x</MsgId><Content>a</Content>", "field"),
        ("<MsgType>text</MsgType><MsgId>1</MsgId><MsgId>2</MsgId><Content>a</Content>", "field"),
        ("<MsgType>te xt</MsgType><MsgId>1</MsgId><Content>a</Content>", "field"),
        ("<MsgType>event</MsgType>", "missing"),
        ("<MsgType>event</MsgType><Event>a/b</Event>", "field"),
        ("<MsgType>event</MsgType><Event>click</Event>", "missing"),
        ("<MsgType>event</MsgType><Event>scancode_push</Event><EventKey>k</EventKey>", "missing"),
        (
            "<MsgType>event</MsgType><Event>click</Event><EventKey>k</EventKey><EventKey>l</EventKey>",
            "field",
        ),
        ("<MsgType>event</MsgType><Event>pic_weixin</Event><EventKey>k</EventKey>", "missing"),
        (
            "<MsgType>location</MsgType><MsgId>1</MsgId><Location_X>nan</Location_X><Location_Y>1</Location_Y>",
            "field",
        ),
    ],
)
def test_malformed_pushes_have_a_reason(inside: str, expected: str) -> None:
    assert reason(inside) == expected


@pytest.mark.parametrize(
    ("common", "expected"),
    [
        ({"sender": "a b"}, "field"),
        ({"sender": "a" * 65}, "field"),
        ({"sender": ""}, "missing"),
        ({"recipient": "gh_other"}, "recipient"),
        ({"recipient": ""}, "missing"),
        ({"stamp": "99999999999"}, "field"),
        ({"stamp": "-1"}, "field"),
        ({"stamp": ""}, "missing"),
    ],
)
def test_bad_addresses_have_a_reason(common: dict[str, str], expected: str) -> None:
    assert reason("<MsgType>text</MsgType><Content>a</Content><MsgId>1</MsgId>", **common) == expected


def test_the_tables_name_every_kind_of_the_protocol() -> None:
    assert len(MESSAGES) == 7
    assert len(EVENTS) == 25
    answerable = {name for name, kind in EVENTS.items() if kind.answerable}
    assert answerable == {
        "subscribe",
        "scan",
        "click",
        "scancode_waitmsg",
        "pic_sysphoto",
        "pic_photo_or_album",
        "pic_weixin",
        "location_select",
    }

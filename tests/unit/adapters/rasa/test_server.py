"""The protocol's door: who is let in, which status a failure has, and that no failure tells its text."""

import zlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from rasa_sdk.interfaces import Action, ActionExecutionRejection

from adapters.rasa.actions import Actions
from adapters.rasa.server import application, is_loopback
from adapters.serving import serve_actions
from adapters.settings import Settings, SettingsError
from bot.assurance import Assurance, Degree, Quotation
from bot.errors import InputError
from handlers.talk.turn import say
from handlers.texts import Texts
from tests.fakes.engine import Fails, Says, Words

TEXTS = Texts.load()
SECRET = "330102199001011234 at /srv/secret.py"
TOKEN = "t" * 40


class Rejects(Action):
    """Rejects its execution, as Rasa's own way out of an action."""

    def name(self) -> str:
        return "action_reject"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        raise ActionExecutionRejection("action_reject", SECRET)


class Echoes(Action):
    """Gives back what the handlers are told of a message."""

    def name(self) -> str:
        return "action_echo"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        dispatcher.utter_message(text=str(sorted(tracker.latest_message["metadata"])))
        return []


class Claims(Action):
    """Quotes a document and says so."""

    def name(self) -> str:
        return "action_claim"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        say(
            dispatcher,
            tracker,
            "每月60元。",
            assurance=Assurance(Degree.SURE, 0.9, (Quotation("d", "每月60元。"),)),
        )
        return []


def tracker(text: str = "你好") -> dict[str, Any]:
    return {
        "sender_id": "web-1",
        "slots": {"requested_slot": None},
        "latest_message": {
            "text": text,
            "intent": {"name": "greet", "confidence": 0.99},
            "intent_ranking": [{"name": "greet", "confidence": 0.99}],
            "entities": [],
            "message_id": "m1",
            "metadata": {},
        },
        "events": [
            {
                "event": "user",
                "text": text,
                "timestamp": 1795226400.5,
                "message_id": "m1",
                "input_channel": "rest",
            }
        ],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": "action_listen",
        "latest_input_channel": "rest",
    }


def call(action: str, **changed: Any) -> dict[str, Any]:
    return {
        "next_action": action,
        "sender_id": "web-1",
        "tracker": {**tracker(), **changed},
        "version": "3.6.21",
    }


def app(token: str = "") -> Any:
    actions = Actions(
        [
            Says("action_greet", "您好"),
            Rejects(),
            Echoes(),
            Claims(),
            Fails("action_break", RuntimeError(SECRET)),
            Fails("action_refuse", InputError("api.json")),
        ],
        domain={"version": "3.1"},
        forms={},
        recognizer=Words(),
        wording=TEXTS,
    )
    return application(actions, token=token, texts=TEXTS)


@pytest.fixture
async def client() -> AsyncIterator[Any]:
    async with TestClient(TestServer(app())) as opened:
        yield opened


async def test_an_action_answers_in_the_protocols_shape(client: Any) -> None:
    async with client.post("/webhook", json=call("action_greet")) as response:
        told = await response.json()
    assert response.status == 200
    assert set(told) == {"events", "responses"}
    assert told["responses"][0]["text"] == "您好"


async def test_what_a_reply_claims_stays_with_us(client: Any) -> None:
    async with client.post("/webhook", json=call("action_claim")) as response:
        (said,) = (await response.json())["responses"]
    assert said["text"] == "每月60元。"
    assert "assurance" not in said


async def test_handlers_are_told_what_rasa_does_not_know(client: Any) -> None:
    async with client.post("/webhook", json=call("action_echo")) as response:
        (said,) = (await response.json())["responses"]
    expected = [
        "channel",
        "emergency",
        "fields",
        "key",
        "kind",
        "limit",
        "normal_text",
        "sent_at",
        "setting",
        "spelled",
    ]
    assert said["text"] == str(expected)


async def test_health_and_actions_are_listed(client: Any) -> None:
    assert await (await client.get("/health")).json() == {"status": "ok"}
    names = {each["name"] for each in await (await client.get("/actions")).json()}
    assert {"action_greet", "action_take_step", "action_steer_form"} <= names


@pytest.mark.parametrize(
    ("action", "status"), [("action_reject", 400), ("action_none", 404), ("action_break", 500)]
)
async def test_a_failure_has_its_status_and_never_its_text(client: Any, action: str, status: int) -> None:
    async with client.post("/webhook", json=call(action)) as response:
        body = await response.text()
        if status < 500:
            assert (await response.json())["action_name"] == action
    assert response.status == status
    assert SECRET not in body
    assert "330102" not in body
    assert "Traceback" not in body


async def test_an_expected_refusal_is_said_in_words(client: Any) -> None:
    async with client.post("/webhook", json=call("action_refuse")) as response:
        assert (await response.json())["responses"] == [{"text": TEXTS("api.json")}]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"next_action": "action_greet"}',
        b'{"tracker": {}}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
async def test_what_is_no_call_is_refused(client: Any, body: bytes) -> None:
    async with client.post("/webhook", data=body, headers={"Content-Type": "application/json"}) as response:
        assert response.status == 400


@pytest.mark.parametrize(
    "changed",
    [
        {"slots": None},
        {"slots": 7},
        {"events": 7},
        {"events": [None]},
        {"events": [{"event": "user", "timestamp": "soon"}]},
        {"latest_message": {"text": 3, "entities": [4]}},
        {"latest_message": {"intent": "greet"}},
        {"active_loop": "form"},
        {"slots": {"offered_choices": [1]}},
    ],
)
async def test_a_tracker_of_another_shape_is_refused(client: Any, changed: dict[str, Any]) -> None:
    async with client.post("/webhook", json=call("action_greet", **changed)) as response:
        assert response.status == 400


async def test_a_web_page_cannot_send_a_form_here(client: Any) -> None:
    async with client.post("/webhook", data={"next_action": "action_greet"}) as response:
        assert response.status == 400


async def test_without_a_token_only_this_machine_by_its_own_name_is_answered(client: Any) -> None:
    async with client.post(
        "/webhook", json=call("action_greet"), headers={"Host": "evil.example"}
    ) as response:
        assert response.status == 401


async def test_with_a_token_only_who_shows_it_is_answered() -> None:
    async with TestClient(TestServer(app(TOKEN))) as client:
        for headers, status in [
            ({}, 401),
            ({"Authorization": "Bearer wrong"}, 401),
            ({"Authorization": f"Bearer {TOKEN}"}, 200),
        ]:
            async with client.post("/webhook", json=call("action_greet"), headers=headers) as response:
                assert response.status == status
        assert (await client.get("/actions")).status == 401
        assert (await client.get("/health")).status == 200


async def test_a_compressed_call_is_read(client: Any) -> None:
    import json

    body = zlib.compress(json.dumps(call("action_greet")).encode())
    headers = {"Content-Type": "application/json", "Content-Encoding": "deflate"}
    async with client.post("/webhook", data=body, headers=headers) as response:
        assert response.status == 200


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("", False),
    ],
)
def test_this_machine_is_told_from_others(host: str, *, here: bool) -> None:
    assert is_loopback(host) is here


async def test_an_open_address_without_a_token_refuses_to_start() -> None:
    settings = Settings.model_construct(actions_host="0.0.0.0", log_level="error")
    with pytest.raises(SettingsError, match="MINGBAI_ACTIONS_TOKEN"):
        await serve_actions(settings, announce=print)

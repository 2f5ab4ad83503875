"""What a conversation keeps between two messages, and the talk that is kept apart from it."""

from datetime import UTC, datetime

from bot.conversation import TALK_EVENTS, TURN_EVENTS, Conversation, whole_talk
from bot.message import Inbound, Reply
from bot.understanding import Understanding


def said(conversation: Conversation, number: int) -> Conversation:
    """Let one exchange happen, and give the conversation as the next message finds it."""
    inbound = Inbound(
        "wechat", "o1", f"k{number}", "text", datetime.fromtimestamp(number, UTC), f"问{number}"
    )
    understanding = Understanding(text=inbound.text, intent="greet", confidence=1.0)
    conversation.hear(inbound, understanding, shown=inbound.text)
    conversation.say(Reply(f"答{number}"), at=float(number))
    return conversation


def test_only_the_latest_talk_travels_and_the_turns_make_up_the_whole() -> None:
    conversation, earlier = Conversation.new("o1"), []
    for number in range(30):
        state = said(conversation, number).state()
        assert len(state["events"]) <= TURN_EVENTS
        assert [event["text"] for event in state["events"][-state["fresh"] :]] == [
            f"问{number}",
            f"答{number}",
        ]
        earlier += state["events"][-state["fresh"] :]
        conversation = Conversation.from_state(state)
    told = [event["text"] for event in whole_talk(earlier, conversation.state()["events"])]
    assert told == [f"{who}{number}" for number in range(30) for who in "问答"][-TALK_EVENTS:]


def test_a_turn_of_many_replies_is_kept_whole() -> None:
    conversation = said(Conversation.new("o1"), 1)
    for number in range(2 * TURN_EVENTS):
        conversation.say(Reply(f"又{number}"), at=1.0)
    assert len(conversation.state()["events"]) == conversation.state()["fresh"] == 2 * TURN_EVENTS + 2


def test_a_talk_that_is_not_kept_apart_is_the_trackers_own() -> None:
    events = said(Conversation.new("o1"), 1).state()["events"]
    assert whole_talk([], events) == events
    assert whole_talk(events, []) == events
    assert whole_talk(events, events) == events


def test_who_leaves_is_forgotten_and_a_copy_knows_it() -> None:
    conversation = said(Conversation.new("o1"), 1)
    assert not conversation.copy().state()["forgotten"]
    conversation.apply([{"event": "restart"}])
    assert conversation.copy().state() == conversation.state()
    assert (conversation.state()["forgotten"], conversation.state()["events"]) == (True, [])

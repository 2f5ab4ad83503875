"""A picture belongs to the form that is open, else to the person who holds the talk, else to nothing."""

from typing import Any

import pytest
from rasa_sdk import Action

from bot.conversation import FORM_ID
from bot.handover import HELD_SLOT
from handlers.general.actions import actions as general
from handlers.pictures.actions import TakePicture
from handlers.pictures.service import PictureOutcome, SentPicture
from tests.factories.talks import TEXTS, county, run, tracker

FORMS = frozenset({"disclosure_form"})
HELD = {"number": "RG1", "at": 1.0, "told": True, "passes": False}
ASKS_FOR_WORDS: Action = next(
    each for each in general(TEXTS, county()) if each.name() == "action_acknowledge_media"
)


class Service:
    """Notes what it is given."""

    def __init__(self, outcome: PictureOutcome = PictureOutcome.TAKEN) -> None:
        self.outcome = outcome
        self.sent: list[SentPicture] = []

    async def take(self, sent: SentPicture) -> PictureOutcome:
        self.sent.append(sent)
        return self.outcome


def action(service: Any, *, channels: frozenset[str] = frozenset({"wechat"})) -> TakePicture:
    return TakePicture(TEXTS, service=service, channels=channels, forms=FORMS, otherwise=ASKS_FOR_WORDS)


FORM_SLOTS: dict[str, Any] = {FORM_ID: "f1"}


@pytest.mark.parametrize(
    ("form", "slots", "holder", "word"),
    [
        ("disclosure_form", FORM_SLOTS, "form:f1", "和这张表放在一起"),
        ("disclosure_form", {**FORM_SLOTS, HELD_SLOT: HELD}, "form:f1", "和这张表放在一起"),
        # A form whose desk shows no pictures takes none.
        ("complaint_form", {**FORM_SLOTS, HELD_SLOT: HELD}, None, "打字"),
        (None, {HELD_SLOT: HELD}, "ticket:RG1", ""),
        (None, {}, None, "看不懂"),
        (None, FORM_SLOTS, None, "看不懂"),
    ],
)
async def test_what_a_picture_belongs_to(
    form: str | None, slots: dict[str, Any], holder: str | None, word: str
) -> None:
    service = Service()
    said = await run(
        action(service), tracker(kind="image", fields={"media_id": "md1"}, slots=slots, form=form)
    )
    assert [each.holder for each in service.sent] == ([holder] if holder else [])
    assert word in said.text
    assert bool(said.texts) == bool(word)
    assert all(
        (each.media, each.citizen, each.channel) == ("md1", "citizen", "wechat") for each in service.sent
    )


@pytest.mark.parametrize(
    ("fields", "channels"), [({}, frozenset({"wechat"})), ({"media_id": "md1"}, frozenset())]
)
async def test_a_picture_that_cannot_be_fetched_is_asked_for_in_words(
    fields: dict[str, str], channels: frozenset[str]
) -> None:
    service = Service()
    said = await run(
        action(service, channels=channels),
        tracker(kind="image", fields=fields, slots=FORM_SLOTS, form="disclosure_form"),
    )
    assert service.sent == []
    assert "打字" in said.text


async def test_whoever_talks_with_a_person_hears_nothing_of_a_picture_that_is_not_fetched() -> None:
    said = await run(
        action(Service(), channels=frozenset()),
        tracker(kind="image", fields={"media_id": "md1"}, slots={HELD_SLOT: HELD}),
    )
    assert said.texts == []


@pytest.mark.parametrize("slots", [FORM_SLOTS, {HELD_SLOT: HELD}])
async def test_one_too_many_is_told(slots: dict[str, Any]) -> None:
    form = "disclosure_form" if FORM_ID in slots else None
    said = await run(
        action(Service(PictureOutcome.TOO_MANY)),
        tracker(kind="image", fields={"media_id": "md1"}, slots=slots, form=form),
    )
    assert "9张" in said.text

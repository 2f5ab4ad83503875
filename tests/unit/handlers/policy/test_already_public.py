from bot.clock import SettableClock
from handlers.policy.already_public import lookup
from handlers.published.sources import Sources
from knowledge.answers.answer import Further
from knowledge.documents.document import Document
from tests.factories.library import ALLOWANCE, OLD
from tests.factories.talks import NOON, TEXTS
from tests.fakes.answering import FakeAnswering, answer, decline

ACCOUNTS = Document("accounts-2024", "甲县2024年财政决算公开说明")
SOURCES = Sources(TEXTS, public_url="https://county.example")


async def _titles(answering: FakeAnswering, topic: str) -> list[str]:
    published = lookup(answering=answering, sources=SOURCES, clock=SettableClock(NOON))
    return [found.title for found in await published(topic)]


async def test_what_answers_is_published_with_its_line_and_page() -> None:
    answering = FakeAnswering({"高龄津贴": answer(ALLOWANCE, "60元。", further=(Further(OLD, 0),))})
    published = lookup(answering=answering, sources=SOURCES, clock=SettableClock(NOON))
    (found,) = await published("高龄津贴")
    assert found == (
        "甲县高龄津贴发放办法",
        "《甲县高龄津贴发放办法》（甲政发〔2026〕3号，2026年1月15日，有效）（示例）",
        "https://county.example/m/documents/allowance",
        "allowance",
    )


async def test_a_title_that_speaks_of_the_topic_counts_even_after_a_no() -> None:
    answering = FakeAnswering({"决算": decline(OLD, ACCOUNTS)})
    assert await _titles(answering, "2024年财政决算") == ["甲县2024年财政决算公开说明"]


async def test_the_accounts_of_one_year_are_not_those_of_another() -> None:
    answering = FakeAnswering({"决算": answer(ACCOUNTS, "决算。")})
    assert await _titles(answering, "2025年财政决算") == []
    assert await _titles(answering, "财政决算") == ["甲县2024年财政决算公开说明"]


async def test_nothing_near_is_nothing() -> None:
    assert await _titles(FakeAnswering(), "某小区的规划许可证") == []

"""Approved answers: word for word, for the very question, as long as what they rest on stays as it was."""

from datetime import date
from pathlib import Path

import pytest

from adapters.services.knowledge import KnowledgeServices
from bot.clock import SystemClock
from bot.database import Database
from bot.errors import InputError
from knowledge.answers.answer import Answer
from knowledge.answers.answerer import Answerer
from knowledge.documents.document import Document, Kind, Validity
from knowledge.documents.draft import Draft
from knowledge.index.approved_questions import answer, questions
from knowledge.index.facets import Period, Scope
from knowledge.index.generations import Index
from tests.factories.publication import knowledge_services

TODAY = date(2026, 3, 2)
WORDS = "满80周岁，每人每月60元。\n\n（90周岁以上另有标准。）"
TEXT = f"问：高龄补贴一个月发多少钱\n问：老人津贴每月多少\n答：{WORDS}"
POLICY = Document("p", "高龄津贴发放办法", number="甲政发〔2026〕3号", published_on=date(2026, 1, 15))
ASKED = Document("faq", "高龄津贴每月多少钱", kind=Kind.FAQ, basis=("p", "state-law"))
OTHERS = tuple(
    (Document(f"other-{at}", f"{matter}办法"), f"{matter}按季度核拨，每户每月{at}0元，由财政局负责。")
    for at, matter in enumerate(("种粮补贴", "公租房", "校车", "河道", "路灯", "公厕"))
)
RULE = "第一条 高龄津贴每人每月六十元。\n第二条 高龄津贴向乡镇窗口申请。\n第三条 本办法自2026年2月1日起施行。"


def test_questions_and_words_are_told_apart() -> None:
    assert questions("甲", TEXT) == ("甲", "高龄补贴一个月发多少钱", "老人津贴每月多少")
    assert answer(TEXT) == WORDS
    assert questions("甲", "每月60元。") == ("甲",)
    assert answer("每月60元。") == "每月60元。"
    assert answer("问：乙\n每月60元。") == "每月60元。"
    for written in (
        "**问：**乙吗？\n**答：**每月60元。",
        "问：乙吗？答：每月60元。",
        "**问**：乙吗？ **答**：每月60元。",
    ):
        assert (questions("甲", written), answer(written)) == (("甲", "乙吗？"), "每月60元。"), written
    # What only looks like a mark, inside a sentence, is the words' own.
    assert answer("答：先问：清楚，再答：复。") == "先问：清楚，再答：复。"


@pytest.fixture
def index(tmp_path: Path) -> Index:
    found = Index(tmp_path / "index")
    found.build(((POLICY, RULE), (ASKED, TEXT), *OTHERS))
    found.reload()
    return found


def told(index: Index, question: str, *, today: date = TODAY, **circumstances: object) -> str:
    found = Answerer(index).answer(question, today=today, **circumstances)  # type: ignore[arg-type]
    return found.best.text if isinstance(found, Answer) and found.approved else ""


@pytest.mark.parametrize(
    "question",
    [
        "高龄津贴每月多少钱", "请问高龄津贴每月多少钱？", "高龄补贴一个月发多少钱啊", "老人津贴每月多少", "高龄津贴现在每月多少钱",
    ],
)  # fmt: skip
def test_the_same_question_gets_the_approved_words(index: Index, question: str) -> None:
    assert told(index, question) == WORDS


@pytest.mark.parametrize(
    "question",
    [
        "高龄津贴怎么申请", "90岁高龄津贴每月多少钱", "高龄津贴和护理补贴每月多少钱", "津贴每月多少钱", "公租房每月多少钱",
        "高龄津贴每月几号发", "外县高龄津贴每月多少钱", "月球",
    ],
)  # fmt: skip
def test_another_question_is_answered_from_documents(index: Index, question: str) -> None:
    assert told(index, question) == ""


def test_the_answer_names_what_it_rests_on(index: Index) -> None:
    found = Answerer(index).answer("高龄津贴每月多少钱", today=TODAY)
    assert isinstance(found, Answer)
    assert [one.id for one in found.policies] == ["p"]
    assert found.quoted == WORDS


def test_another_answer_comes_from_the_policy(index: Index) -> None:
    found = Answerer(index).answer("高龄津贴每月多少钱", today=TODAY, without=frozenset({"faq"}))
    assert isinstance(found, Answer)
    assert not found.approved
    assert found.citation.document.id == "p"


def test_a_narrowed_question_gets_only_what_fits(index: Index) -> None:
    assert told(index, "高龄津贴每月多少钱", scope=Scope(kind=Kind.FAQ)) == WORDS
    assert told(index, "高龄津贴每月多少钱", scope=Scope(kind=Kind.POLICY)) == ""
    then = Scope(past=Period(date(2026, 2, 1), date(2026, 2, 1)))
    assert told(index, "高龄津贴每月多少钱", scope=then) == ""


@pytest.mark.parametrize(
    "ended",
    [
        Document("p", "高龄津贴发放办法", validity=Validity.ABOLISHED),
        Document("p", "高龄津贴发放办法", expires_on=date(2026, 1, 31)),
    ],
)
def test_what_rests_on_an_ended_rule_is_silent(index: Index, ended: Document) -> None:
    index.update([(ended, RULE)], ())
    index.reload()
    assert told(index, "高龄津贴每月多少钱") == ""
    found = Answerer(index).answer("高龄津贴每月多少钱", today=TODAY)
    assert not isinstance(found, Answer) or found.citation.document.id == "p"


def test_what_rests_on_a_hidden_rule_is_silent_at_once(index: Index) -> None:
    assert index.reader is not None
    assert told(index, "高龄津贴每月多少钱") == WORDS
    index.reader.hide(["p"])
    assert told(index, "高龄津贴每月多少钱") == ""


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    return sqlite_database


@pytest.fixture
async def service(database: Database) -> KnowledgeServices:
    found = knowledge_services(database, SystemClock())
    await keep(found, (POLICY, RULE), (ASKED, TEXT), *OTHERS)
    return found


async def keep(service: KnowledgeServices, *rows: tuple[Document, str], publish: bool = True) -> None:
    drafts = [Draft(document, text, "x.jsonl", 1) for document, text in rows]
    await service.imports.keep(drafts, author="w", publish=publish)


async def now_told(service: KnowledgeServices, index: Index) -> str:
    await service.upkeep.refresh(index)
    index.reload()
    return told(index, "高龄津贴每月多少钱")


async def test_a_new_version_of_the_source_silences_the_answer_until_it_is_confirmed(
    service: KnowledgeServices, tmp_path: Path
) -> None:
    index = Index(tmp_path / "live")
    assert await now_told(service, index) == WORDS
    await keep(service, (POLICY, RULE.replace("六十", "七十")), publish=False)
    assert await now_told(service, index) == WORDS
    assert await service.approvals.unconfirmed() == ()
    await keep(service, (POLICY, RULE.replace("六十", "七十")))
    assert await now_told(service, index) == ""
    assert index.reader is not None
    assert "faq" not in index.reader.identifiers
    [due] = await service.approvals.unconfirmed()
    assert (due.id, due.title, due.sources) == ("faq", ASKED.title, (("p", POLICY.title),))
    # Building anew forgets nothing.
    await service.upkeep.rebuild(index)
    assert await now_told(service, index) == ""
    await service.approvals.confirm("faq", actor="w")
    assert await now_told(service, index) == WORDS
    assert await service.approvals.unconfirmed() == ()


async def test_a_new_wording_of_the_answer_vouches_for_the_sources_as_they_are(
    service: KnowledgeServices, tmp_path: Path
) -> None:
    index = Index(tmp_path / "live")
    await now_told(service, index)
    await keep(service, (POLICY, RULE.replace("六十", "七十")))
    assert await now_told(service, index) == ""
    await keep(service, (ASKED, TEXT.replace("60", "70")))
    assert await now_told(service, index) == WORDS.replace("60", "70")


async def test_only_public_answers_can_be_confirmed(service: KnowledgeServices) -> None:
    for identifier in ("nobody", "p"):
        with pytest.raises(InputError):
            await service.approvals.confirm(identifier, actor="w")

"""A trace is read by clerks: whatever it may name has Chinese words, and no personal data is in it."""

from datetime import date

import pytest

from adapters.explanation.trace import DecisionTrace, TurnNotes, decisive
from adapters.explanation.wording import TraceWording
from bot.assurance import Assurance, Degree
from bot.message import Choice, Reply
from bot.trace import ActionRun
from bot.understanding import Slot, Understanding, Wish
from handlers.talk.arbiter import BARS, WishEvidence, decide
from handlers.texts import Texts
from intents import catalogue
from knowledge.answers.answer import Decline
from knowledge.answers.explanation import Lookup
from knowledge.answers.inquiry import Circumstances
from knowledge.index.generations import Index
from knowledge.judgement import sureness

TEXTS = Texts.load()
ASKED = Circumstances(date(2026, 11, 30))
IDENTITY = "110101199003070011"


def lookup(question: str, confidence: float) -> Lookup:
    return Lookup(question, ASKED, Decline(question, (), "", "", confidence))


def traced(
    heard: Understanding, *replies: Reply, said: str = "", lookups: tuple[Lookup, ...] = ()
) -> DecisionTrace:
    evidence = (
        WishEvidence("action_start_complaint", 0.41, asks=True, meant=False),
        WishEvidence("action_open_ticket", 0.9, asks=False, meant=True),
    )
    notes = TurnNotes.of([heard, *map(decide, evidence), ActionRun("action_start_complaint"), *lookups])
    return DecisionTrace(said or heard.text, notes, replies, None, (), sure=0.5, likely=0.12)


def lines(trace: DecisionTrace, index: Index) -> dict[str, tuple[str, ...]]:
    return {section.name: section.lines for section in TraceWording(TEXTS, index).sections(trace)}


@pytest.fixture
def index(tmp_path: object) -> Index:
    return Index(tmp_path / "none")  # type: ignore[operator]


def test_every_name_that_a_trace_may_tell_has_words() -> None:
    known = catalogue.load()
    asked = {one for one in known.domain["actions"] if one.startswith("action_ask_") and "_form_" in one}
    wanted = {
        *(f"trace.measures.{name}" for name in sureness.NAMES),
        *(f"trace.intents.{wish}" for wish in known.routes),
        *(f"trace.actions.{name}" for name in {*known.domain["actions"], *BARS} - asked),
        *(f"trace.slots.{name}" for name in known.domain["entities"]),
        *(f"trace.outcome.{degree.value}" for degree in Degree),
    }
    assert sorted(key for key in wanted if key not in TEXTS) == []


def test_a_decision_is_told_with_what_it_rested_on(index: Index) -> None:
    heard = Understanding(
        "x", "appeal", 0.9, ranking=(("appeal", 0.9), ("ask_policy", 0.08), ("greet", 0.001))
    )
    told = lines(traced(heard, lookups=(lookup("几天给答复", 0.31),)), index)
    assert told["heard"][:2] == ("投诉举报　可能性 0.90", "问政策　可能性 0.08")
    assert not any("打招呼" in line for line in told["heard"])
    assert told["weighed"][0].endswith("有相关内容的可能 0.41，这时候至少要 0.25 → 改由文件来答")
    assert told["weighed"][2].endswith("不拿去查文件")
    assert told["looked_up"] == ("“几天给答复”　答得上的可能 0.31　不够",)
    assert told["outcome"] == (TEXTS("trace.outcome.unknown"),)


def test_what_the_program_names_in_its_own_way_is_told_in_the_words_said(index: Index) -> None:
    heard = Understanding("老头子", "ask_policy", 0.9, slots=(Slot("role", "老头子", "elder"),))
    assert "身份：老头子" in lines(traced(heard), index)["heard"]


def test_personal_data_is_hidden_and_the_numbers_of_offices_are_not(index: Index) -> None:
    said = f"我叫张伟，{IDENTITY}"
    heard = Understanding(
        said,
        "talk_to_human",
        1.0,
        slots=(Slot("name", "张伟", "张伟"), Slot("id_no", IDENTITY, IDENTITY)),
        ranking=(("talk_to_human", 1.0),),
        wishes=(Wish("talk_to_human", said), Wish("ask_policy", f"{IDENTITY}能领吗")),
    )
    reply = Reply(f"您说的{IDENTITY}记下了，县民政局0599-6612345。", (Choice("更多", "/more_answer"),))
    trace = traced(heard, reply, said=said, lookups=(lookup(said, 0.2),))
    wording = TraceWording(TEXTS, index)
    told = "\n".join(line for section in wording.sections(trace) for line in section.lines)
    for text in (told, str(wording.plain(trace))):
        assert IDENTITY not in text
        assert "张伟" not in text
        assert "0599-6612345" in text
    assert "1 更多" in told


def test_what_a_reply_rests_on_is_the_lookup_of_its_confidence_else_the_surest() -> None:
    weak, strong, again = lookup("一", 0.2), lookup("二", 0.7), lookup("三", 0.2)
    looked = (weak, strong, again)
    assert decisive(looked, Assurance(Degree.LIKELY, 0.2)) is again
    assert decisive(looked, Assurance(Degree.NONE, None)) is strong
    assert decisive(looked, None) is strong
    assert decisive((), None) is None

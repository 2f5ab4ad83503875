"""Every letter of the procedure: written, opened again, and read; hostile values and broken templates refused."""

from pathlib import Path

import pytest

from bot.errors import InputError, ProcedureError
from handlers.disclosure.decision.decision import ReplyDecision
from handlers.disclosure.decision.grounds import BY_GROUND, AnswerGround
from handlers.disclosure.decision.outcomes import BY_OUTCOME, Outcome
from handlers.disclosure.letters.ground_words import NAMES, GroundWords, counted
from handlers.disclosure.letters.kinds import SPECS, LetterKind, NoticeKind, kind_of
from handlers.disclosure.letters.letter import LONGEST_VALUE, draft
from handlers.disclosure.letters.placeholders import Placeholder
from handlers.disclosure.letters.templates import LetterTemplates, check, shipped
from handlers.disclosure.letters.values import notice_values
from handlers.disclosure.word.writer import WordLine, word_file
from knowledge.ingest.readers.word import read_word
from tests.factories import letters
from tests.factories.decisions import DECIDED_ON, answer, decision, item
from tests.factories.talk import TEXTS

TEMPLATES = LetterTemplates()
NOTHING_OF_REMEDIES = (NoticeKind.CORRECTION, NoticeKind.EXTENSION, NoticeKind.FEE)


def read(content: bytes) -> str:
    (paper,) = read_word(content)
    return paper.text


def template(*lines: str) -> bytes:
    return word_file([WordLine(line) for line in lines])


@pytest.mark.parametrize("outcome", Outcome)
def test_a_reply_for_each_outcome_says_all_it_must(outcome: Outcome) -> None:
    made = letters.of_outcome(outcome)
    assert made.outcome is outcome
    letter = draft(TEMPLATES.template(outcome), letters.reply(made))
    text = read(letter.content)
    assert "青教公开答〔2026〕第3号" in text
    assert "李一鸣：" in text
    assert "2026年11月2日" in text
    assert f"“{letters.CASE.asked}”" in text
    for part in filter(None, made.article.split("、")):
        assert part in text
    for line in letters.reply(made)[Placeholder.REMEDIES].splitlines():
        assert line in text
    assert text.index("青岚县教育局", text.index("行政复议")) < text.index("2026年11月20日")
    assert "【" not in text
    assert BY_OUTCOME[outcome].cell


@pytest.mark.parametrize("ground", AnswerGround)
def test_each_ground_tells_its_facts_but_no_classification(ground: AnswerGround) -> None:
    text = read(draft(TEMPLATES.template(decision(ground).outcome), letters.reply(decision(ground))).content)
    facts = answer(ground).facts
    told = [fact for need in BY_GROUND[ground].needs for fact in need if fact in NAMES.values()]
    for fact in told:
        assert facts.text(fact) in text, fact
    if ground is AnswerGround.STATE_SECRET:
        assert "秘密级" not in text
        assert "2024" not in text.replace(letters.CASE.asked, "")


@pytest.mark.parametrize("kind", NoticeKind)
def test_each_notice_says_its_fields(kind: NoticeKind) -> None:
    values = letters.notice(kind)
    text = read(draft(TEMPLATES.template(kind), values).content)
    for name in SPECS[kind].required:
        assert values[name] in text, name
    assert SPECS[kind].article in text or kind in {NoticeKind.RECEIPT, NoticeKind.SERVICE_RECORD}


@pytest.mark.parametrize("kind", NOTHING_OF_REMEDIES)
def test_correction_extension_and_fee_notices_carry_no_remedies(kind: NoticeKind) -> None:
    assert "复议" not in read(shipped(kind))
    lines = [f"【{name.value}】" for name in SPECS[kind].required]
    lines += [group[0] for group in SPECS[kind].words]
    assert check(template(*lines), kind, name="t.docx").origin == "t.docx"
    for extra in ("【救济】", "可以申请行政复议", "提起行政诉讼"):
        with pytest.raises(InputError) as refused:
            check(template(*lines, extra), kind, name="t.docx")
        assert refused.value.text_key == "letters.template.forbidden"


def test_whoever_asks_for_reasons_asks_for_no_use() -> None:
    """Art. 35 lets an agency ask why so much is asked for; neither the shipped letter nor an office's own demands a use (B3a)."""
    kind = NoticeKind.REASONS
    assert "用途" not in read(shipped(kind))
    lines = [f"【{name.value}】" for name in SPECS[kind].required] + [group[0] for group in SPECS[kind].words]
    assert check(template(*lines), kind, name="t.docx").origin == "t.docx"
    with pytest.raises(InputError) as refused:
        check(template(*lines, "请提供用途证明"), kind, name="t.docx")
    assert (refused.value.text_key, refused.value.values["found"]) == ("letters.template.forbidden", "用途")


def test_a_notice_about_papers_of_a_review_is_no_notice_with_remedies() -> None:
    values = {**letters.notice(NoticeKind.CORRECTION), Placeholder.ASKED: "关于行政复议的文件"}
    assert "行政复议" in draft(TEMPLATES.template(NoticeKind.CORRECTION), values).text


def test_the_third_party_never_learns_who_applied() -> None:
    for kind in (NoticeKind.THIRD_PARTY_CONSULTATION, NoticeKind.THIRD_PARTY_DECISION):
        values = {**letters.notice(kind), Placeholder.APPLICANT: "李一鸣"}
        assert "李一鸣" not in draft(TEMPLATES.template(kind), values).text
        lines = [f"【{name.value}】" for name in SPECS[kind].required]
        lines += [group[0] for group in SPECS[kind].words]
        with pytest.raises(InputError, match="forbidden"):
            check(template(*lines, "【申请人】"), kind, name="t.docx")


def test_all_kinds_have_names_words_and_a_checked_template() -> None:
    assert len(SPECS) == 21 + len(NoticeKind)
    for kind in SPECS:
        assert f"letters.kind.{kind.value}" in TEXTS
        assert kind_of(kind.value) is kind
        assert check(shipped(kind), kind, name=kind.value)
    assert kind_of("love_letter") is None


@pytest.mark.parametrize("kind", [Outcome.DENY_PROCESS, NoticeKind.RECEIPT])
@pytest.mark.parametrize(
    ("lines", "key", "said"),
    [
        (["【申請人】", "【秘书】"], "unknown", "申請人、秘书"),
        (["【机关】【文号】"], "missing", "申请人"),
        (["没有占位词"], "missing", "文号"),
    ],
)
def test_a_template_that_cannot_serve_is_told_why(
    kind: LetterKind, lines: list[str], key: str, said: str
) -> None:
    with pytest.raises(InputError) as refused:
        check(template(*lines), kind, name="x.docx")
    assert refused.value.text_key == f"letters.template.{key}"
    assert said in TEXTS(refused.value.text_key, **refused.value.values)


def test_words_of_the_law_cannot_be_edited_away() -> None:
    lines = [f"【{name.value}】" for name in SPECS[NoticeKind.CORRECTION].required]
    with pytest.raises(InputError) as refused:
        check(template(*lines, "第三十条", "20个工作日"), NoticeKind.CORRECTION, name="x.docx")
    assert refused.value.values["found"] == "视为放弃"


def test_the_offices_own_template_wins_and_a_bad_one_is_never_kept(tmp_path: Path) -> None:
    own = LetterTemplates(tmp_path)
    lines = [f"【{name.value}】" for name in SPECS[Outcome.GRANTED].required]
    assert own.save(Outcome.GRANTED, template("本局的样式", *lines)) is None
    made = letters.of_outcome(Outcome.GRANTED)
    assert "本局的样式" in draft(own.template(Outcome.GRANTED), letters.reply(made)).text
    with pytest.raises(InputError):
        own.save(Outcome.GRANTED, template("【无此项】"))
    former = own.save(Outcome.GRANTED, template("新的样式", *lines))
    assert former is not None
    assert "本局的样式" in read(former.read_bytes())
    assert "新的样式" in draft(own.template(Outcome.GRANTED), letters.reply(made)).text
    (tmp_path / "granted.docx").write_bytes(template("坏了"))
    with pytest.raises(InputError, match="missing"):
        own.template(Outcome.GRANTED)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["granted.1.docx", "granted.docx"]


def test_every_gap_is_told_by_name_at_once() -> None:
    values = letters.reply(letters.of_outcome(Outcome.GRANTED))
    with pytest.raises(InputError) as refused:
        draft(
            TEMPLATES.template(Outcome.GRANTED),
            {**values, Placeholder.APPLICANT: " \x00", Placeholder.NUMBER: ""},
        )
    assert refused.value.values["found"] == "文号、申请人"
    with pytest.raises(InputError, match=r"letters\.long"):
        draft(TEMPLATES.template(Outcome.GRANTED), {**values, Placeholder.ASKED: "长" * (LONGEST_VALUE + 1)})


@pytest.mark.parametrize(
    "hostile",
    [
        "</w:t></w:r></w:p><w:p><w:r><w:t>伪造",
        "【救济】【机关】",
        "{{ 7*7 }}{% for %}",
        "第一行\n第二行\r\n第三行",
        "\u202e倒写\ufeff\x0b",
        "&lt;b&gt; ]]> <!-- -->",
        "很长" * 4000,
    ],
)
def test_hostile_words_stay_words(hostile: str) -> None:
    made = letters.of_outcome(Outcome.DENY_PROCESS)
    values = {**letters.reply(made), Placeholder.ASKED: hostile, Placeholder.APPLICANT: hostile}
    plain = draft(TEMPLATES.template(made.outcome), letters.reply(made))
    letter = draft(TEMPLATES.template(made.outcome), values)
    text = read(letter.content)
    assert hostile.split("\n", maxsplit=1)[0].strip("\u202e\ufeff\x0b\r")[:50] in text
    assert len(letter.text.splitlines()) <= len(plain.text.splitlines()) + 2 * hostile.count("\n")
    assert text.count("如不服本答复") == 1


def test_facts_are_no_templates_either() -> None:
    made = ReplyDecision((item(answer(AnswerGround.OTHER, reason="【机关】\\g<0>{x}")),), DECIDED_ON, TEXTS)
    assert "【机关】\\g<0>{x}" in draft(TEMPLATES.template(made.outcome), letters.reply(made)).text


def test_a_missing_year_is_answered_in_its_own_part() -> None:
    parts = (
        answer(AnswerGround.PROVIDED, part="2005年至2025年"),
        answer(AnswerGround.NONEXISTENT, part="2004年"),
    )
    made = ReplyDecision((item(*parts),), DECIDED_ON, TEXTS)
    text = draft(TEMPLATES.template(made.outcome), letters.reply(made)).text
    assert "（一）2005年至2025年：" in text
    assert "（二）2004年：" in text
    assert "第三十七条" not in text
    assert "附件：1．2025年工作报告" in text


def test_every_item_is_answered_under_its_own_number() -> None:
    text = draft(TEMPLATES.template(Outcome.PARTIAL), letters.reply(letters.of_outcome(Outcome.PARTIAL))).text
    assert "一、关于“" in text
    assert "二、关于“" in text
    assert "第三十七条" in text


def test_without_a_settled_way_to_court_there_is_no_letter() -> None:
    made = decision(AnswerGround.ADMIN_QUERY, court_line="")
    with pytest.raises(ProcedureError) as refused:
        letters.reply(made)
    assert "诉讼途径" in TEXTS(refused.value.text_key, **refused.value.values)


def test_a_template_without_remedies_in_words_cannot_issue_a_reply() -> None:
    made = letters.of_outcome(Outcome.GRANTED)
    with pytest.raises(InputError, match=r"letters\.lost"):
        draft(TEMPLATES.template(Outcome.GRANTED), {**letters.reply(made), Placeholder.REMEDIES: "没有"})
    with pytest.raises(InputError, match=r"letters\.lost"):
        draft(TEMPLATES.template(Outcome.GRANTED), {**letters.reply(made), Placeholder.ANSWER: "可以"})


@pytest.mark.parametrize(
    "fields", [{"机关": "假冒"}, {"日期": "今天"}, {"补正内容": "a"}, {"不明之处": True}]
)
def test_fields_that_are_not_to_be_written_are_refused(fields: dict[str, object]) -> None:
    with pytest.raises(InputError, match=r"letters\.field"):
        notice_values(fields)


def test_a_countys_own_words_are_checked(tmp_path: Path) -> None:
    own = tmp_path / "grounds.yml"
    own.write_text("withdrawn: 您于【撤回日期】撤回，办理到此为止。\n", "utf-8")
    assert "到此为止" in "".join(GroundWords.load(tmp_path).paragraphs(decision(AnswerGround.WITHDRAWN)))
    for wrong, said in (
        ("withdrawn: 您撤回了。\n", "没有写到【撤回日期】"),
        ("withdrawn: 【撤回日期】【密级】\n", "【密级】不是这种理由的事实"),
        ("nonexistent: 【检索日期】【检索人】【检索词】【检索范围】\n", "没有写到条例第三十六条第（四）项"),
        ("nothing: 没有\n", "不认识 nothing"),
        ("withdrawn: ''\n", "缺少 withdrawn"),
        ("- a\n", "每行一个名称"),
        ("a: [", "读不出来"),
    ):
        own.write_text(wrong, "utf-8")
        with pytest.raises(ValueError, match="grounds") as refused:
            GroundWords.load(tmp_path)
        assert said in str(refused.value)


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五"), (100, "100")]
)
def test_numbers_are_counted_in_words(number: int, words: str) -> None:
    assert counted(number) == words

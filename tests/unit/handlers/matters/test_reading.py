"""A row of another system read into a matter: days in every writing, words for states, and what the values say of themselves."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InputError
from handlers.files.table_day import table_day
from handlers.matters.binding.codes import (
    SENT_FIGURES,
    SHOWN_FIGURES,
    is_sent_code,
    new_code,
    sent_code,
    shown_mark,
)
from handlers.matters.delivery.lifecycle import MATTER_WORDS, MatterState
from handlers.matters.delivery.mapping import USUAL_MAPPING, read_mapping
from handlers.matters.delivery.matter import DeliveredMatter, MatterHolder
from handlers.matters.delivery.reading import read_matter
from tests.factories.matters import FIRM, STEPS, VAULT, ZHANG, matter

TODAY = date(2026, 12, 2)


def read(**other: object) -> DeliveredMatter:
    return read_matter(matter("A-001", **other), row=1, today=TODAY)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-11-20", date(2026, 11, 20)),
        ("2026/1/2", date(2026, 1, 2)),
        ("2026.1.2", date(2026, 1, 2)),
        ("2026年1月2日", date(2026, 1, 2)),
        ("20260102", date(2026, 1, 2)),
        ("2026-01-02 08:30", date(2026, 1, 2)),
        ("2026-01-02T08:30:59", date(2026, 1, 2)),
        ("2026-02-30", None),
        ("2026-13-01", None),
        ("26-01-02", None),
        ("明天", None),
        ("", None),
        ("45993", None),
    ],
)
def test_days(written: str, day: date | None) -> None:
    assert table_day(written) == day


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_in_every_writing(day: date) -> None:
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日"):
        assert table_day(day.strftime(form)) == day


@pytest.mark.parametrize("said", MATTER_WORDS)
def test_every_word_for_a_state_is_known_and_what_is_over_may_have_ended(said: str) -> None:
    ended = read(state=said, ended_on="2026-12-01").ended_on
    assert (ended is not None) is MATTER_WORDS[said].over


def test_a_holder_is_a_person_or_a_company_and_is_masked() -> None:
    assert (read().holder.masked, read().holder.is_company) == ("张*", False)
    firm = read(name=FIRM.name, identity=FIRM.identity).holder
    assert (firm.masked, firm.is_company) == (FIRM.name, True)
    sealed = ZHANG.sealed(VAULT, purpose="matter:x")
    assert MatterHolder.opened(VAULT, sealed, purpose="matter:x") == ZHANG
    assert ZHANG.name.encode() not in sealed


def test_the_digest_changes_with_whatever_is_said() -> None:
    plain = read(steps=list(STEPS))
    others = [
        replace(plain, title="别的"),
        replace(plain, state=MatterState.DONE),
        replace(plain, due_on=None),
        replace(plain, opened_on=plain.opened_on - timedelta(days=1)),
        replace(plain, holder=replace(plain.holder, phone="")),
        replace(plain, steps=plain.steps[:-1]),
        replace(plain, steps=(replace(plain.steps[0], unit="别的"), *plain.steps[1:])),
    ]
    digests = {one.digest(VAULT) for one in (plain, *others)}
    assert len(digests) == len(others) + 1
    assert plain.digest(VAULT) == read(steps=list(STEPS)).digest(VAULT)


def test_a_code_is_made_of_the_claim_and_the_key() -> None:
    shown = new_code()
    assert len(shown) == SHOWN_FIGURES
    mark = shown_mark(VAULT, shown)
    code = sent_code(VAULT, mark)
    assert (len(code), code.isdigit()) == (SENT_FIGURES, True)
    assert is_sent_code(VAULT, mark, code, went_out=True)
    assert not is_sent_code(VAULT, mark, code, went_out=False)
    assert not is_sent_code(VAULT, shown_mark(VAULT, "00000000"), code, went_out=True)


HEAD = ["单号", "事项名称", "承办单位", "状态", "申请人", "证件号码", "受理日期"]
CELLS = ["G-1", "公积金提取", "公积金中心", "在办", "张三", ZHANG.identity, "2026-11-20"]


def test_columns_called_otherwise_are_found_by_what_a_clerk_types() -> None:
    with pytest.raises(InputError) as refused:
        USUAL_MAPPING.rows([HEAD, CELLS])
    assert refused.value.values["columns"] == "业务号"
    (row,) = USUAL_MAPPING.calling({"outer": "单号"}).rows([HEAD, CELLS])
    assert read_matter(row, row=2, today=TODAY).outer == "G-1"


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_no_file_breaks_the_reading_of_a_mapping(content: bytes) -> None:
    with suppress(InputError):
        read_mapping(content)

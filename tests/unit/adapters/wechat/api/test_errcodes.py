"""The table of errors, walked: every code of the protocol has what helps, a rung, and words for staff where they must act."""

from datetime import UTC, datetime

import pytest

from adapters.wechat.api.errcodes import REMEDIES, Answered, PlatformError, Remedy, remedy_for
from adapters.wechat.courier import VERDICTS
from bot.outbound.ladder import RefusalVerdict
from handlers.texts import Texts

TEXTS = Texts.load()
NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
LATER, NEVER, WINDOW = RefusalVerdict.LATER, RefusalVerdict.NEVER, RefusalVerdict.WINDOW
HELD = RefusalVerdict.HELD

# Protocol §13, written down once more: the row of the sheet, what helps, and what becomes of the parcel.
SHEET: list[tuple[tuple[int, ...], Remedy, RefusalVerdict]] = [
    ((-1,), Remedy.RETRY, LATER),
    ((40001, 40014, 42001), Remedy.REFRESH, HELD),
    ((40003,), Remedy.CITIZEN, NEVER),
    ((*range(40004, 40010), 45001), Remedy.INPUT, NEVER),
    ((40013, 40125, 41002, 41004), Remedy.OPERATOR, HELD),
    ((40033,), Remedy.INPUT, NEVER),
    ((40037, 47003), Remedy.OPERATOR, HELD),
    ((40164, 40243), Remedy.OPERATOR, HELD),
    ((40200,), Remedy.OPERATOR, HELD),
    ((42002, 42003, 42007, 40029, 40163), Remedy.LOGIN, NEVER),
    ((43004, 50005, 48002, 43019), Remedy.CITIZEN, NEVER),
    ((43101,), Remedy.CONSENT, NEVER),
    ((44002, 44004, 47001), Remedy.INPUT, NEVER),
    ((45002, 45003, 45004, 45008), Remedy.SPLIT, NEVER),
    ((45009,), Remedy.MIDNIGHT, HELD),
    ((45011,), Remedy.RETRY, LATER),
    ((45015,), Remedy.WINDOW, WINDOW),
    ((45047,), Remedy.WINDOW, WINDOW),
    ((*range(45157, 45160), *range(65301, 65321)), Remedy.INPUT, NEVER),
    ((48001, 48004, 50001), Remedy.OPERATOR, HELD),
]
# Named by other sections of the sheet.
BESIDES = {10003, 41030, 45056, 45058, 45059, 45072, 45080, 45081, 46003, 48006}
ROWS = [(code, remedy, verdict) for codes, remedy, verdict in SHEET for code in codes]


@pytest.mark.parametrize(("code", "remedy", "verdict"), ROWS)
def test_a_code_of_the_sheet_has_its_remedy_and_its_rung(
    code: int, remedy: Remedy, verdict: RefusalVerdict
) -> None:
    error = PlatformError(Answered(code), now=NOW)
    assert (error.remedy, VERDICTS[error.remedy]) == (remedy, verdict)
    # What is to be tried again says so, and what is not does not.
    assert error.permanent is (remedy not in {Remedy.RETRY, Remedy.REFRESH, Remedy.MIDNIGHT, Remedy.WINDOW})
    if error.alarming:
        assert f"wechat.alarm.{code}" in TEXTS


def test_the_table_holds_the_sheet_and_nothing_twice() -> None:
    codes = [code for held in REMEDIES.values() for code in held]
    assert len(codes) == len(set(codes))
    assert set(codes) == {code for code, _, _ in ROWS} | BESIDES
    assert set(VERDICTS) == set(Remedy)


def test_a_code_that_nobody_knows_is_our_fault_and_not_repeated() -> None:
    assert remedy_for(99999) is Remedy.INPUT

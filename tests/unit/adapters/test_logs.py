"""Log lines carry no personal data, whichever library writes them."""

import json
import logging

import pytest

from adapters import logs


@pytest.fixture
def line(capsys: pytest.CaptureFixture[str]) -> object:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level

    def write(text: str, **extra: str) -> dict[str, str]:
        logs.configure(level="info", form="json")
        logging.getLogger("any.library").warning(text, extra=extra)
        written: dict[str, str] = json.loads(capsys.readouterr().err)
        return written

    yield write
    root.handlers[:], root.level = handlers, level


def test_personal_data_is_hidden(line: object) -> None:
    assert callable(line)
    found = line("来自 oC1t1zenDemo_000000000000001 的 339901198503142016", phone="13900001234")
    text = json.dumps(found, ensure_ascii=False)
    for secret in ("oC1t1zenDemo_000000000000001", "339901198503142016", "13900001234"):
        assert secret not in text
    assert found["phone"] == "139****1234"
    assert found["level"] == "warning"


PERSONAL = ("13900001234", "339901198503142016", "oC1t1zenDemo_000000000000001", "wangxiaoyu@qq.com")


def _write(capsys: pytest.CaptureFixture[str], form: str, error: Exception) -> str:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        logs.configure(level="info", form=form)  # type: ignore[arg-type]
        try:
            raise error
        except type(error):
            logging.getLogger("any.library").exception(
                "失败 %s", PERSONAL[0], extra={"nested": {"of": [PERSONAL[1]]}}
            )
        return capsys.readouterr().err
    finally:
        root.handlers[:], root.level = handlers, level


@pytest.mark.parametrize("form", ["console", "json"])
def test_a_traceback_is_masked_as_text(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    written = _write(capsys, form, ValueError(f"cannot read {' '.join(PERSONAL)} 壹叁玖零零零零壹贰叁肆"))
    assert "Traceback" in written
    assert "ValueError" in written
    for secret in (*PERSONAL, "壹叁玖零零零零壹贰叁肆"):
        assert secret not in written


@pytest.mark.parametrize("form", ["console", "json"])
def test_neither_a_request_nor_a_row_is_quoted(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    error = ValueError("bad line b'POST /wechat \xe6\x88\x91' DETAIL: Key (name)=(王小雨) already exists.")
    written = _write(capsys, form, error)
    assert "POST /wechat" not in written
    assert "王小雨" not in written
    assert "DETAIL" in written


def test_numbers_of_messages_and_cases_stay(line: object) -> None:
    assert callable(line)
    found = line(
        "turn failed", key="6222021234567890128", trace="4f1391234567890a", case="GK202503140007", tries="3"
    )
    assert found["key"] == "6222021234567890128"
    assert found["trace"] == "4f1391234567890a"
    assert found["case"] == "GK202503140007"
    assert line("x", key="web:oC1t1zenDemo_000000000000001:1772000000")["key"].startswith("web:oC1t…")

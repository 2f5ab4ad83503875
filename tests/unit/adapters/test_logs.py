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

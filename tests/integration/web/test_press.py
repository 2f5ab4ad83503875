"""Long documents are set once for a version, in a thread, and nobody waits for them but their readers."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from adapters.citizen import document_body
from adapters.web.press import Press
from knowledge.documents import differences
from knowledge.documents.document import Document
from knowledge.documents.draft import Draft
from knowledge.publication.proofreading import proofread
from tests.factories.site import Running
from tests.integration.web.conftest import Browser, Enter

Visit = Callable[[], Awaitable[Browser]]


class Setting:
    """Sets a text, slowly when told so, and notes where it was done."""

    def __init__(self, fails: Exception | None = None) -> None:
        self.made: list[tuple[str, ...]] = []
        self.threads: set[int] = set()
        self.go = threading.Event()
        self._fails = fails

    def __call__(self, *texts: str) -> str:
        self.threads.add(threading.get_ident())
        self.go.wait(20)
        self.made.append(texts)
        if self._fails:
            raise self._fails
        return "|".join(texts)


async def test_many_readers_at_once_are_one_setting_and_the_loop_goes_on() -> None:
    setting = Setting()
    press = Press(setting, letters=len)
    readers = [asyncio.create_task(press.of("甲", "乙")) for _ in range(30)]
    await asyncio.sleep(0)
    readers[0].cancel()
    await asyncio.sleep(0.05)
    setting.go.set()
    assert set(await asyncio.gather(*readers[1:])) == {"甲|乙"}
    assert await press.of("甲", "乙") == "甲|乙"
    assert await press.of("甲乙", "") == "甲乙|"
    assert setting.made == [("甲", "乙"), ("甲乙", "")]
    assert threading.get_ident() not in setting.threads


async def test_what_is_kept_is_bounded_and_the_unread_goes_first() -> None:
    setting = Setting()
    setting.go.set()
    press = Press(setting, letters=len, most=10)
    for text in ("一" * 4, "二" * 4, "一" * 4, "三" * 4, "一" * 4, "二" * 4, "长" * 11, "一" * 4):
        await press.of(text)
    assert [text for (text,) in setting.made] == ["一" * 4, "二" * 4, "三" * 4, "二" * 4, "长" * 11]


async def test_a_setting_that_fails_is_told_to_all_and_tried_again() -> None:
    setting = Setting(ValueError("cannot be set"))
    setting.go.set()
    press = Press(setting, letters=len)
    told = await asyncio.gather(*(press.of("甲") for _ in range(3)), return_exceptions=True)
    assert [type(each) for each in told] == [ValueError] * 3
    with pytest.raises(ValueError, match="cannot"):
        await press.of("甲")
    assert len(setting.made) == 2


def noting(threads: set[str], work: Callable[..., Any]) -> Callable[..., Any]:
    """Note in which thread something is done."""

    def done(*given: Any) -> Any:
        threads.add(threading.current_thread().name.partition("_")[0])
        return work(*given)

    return done


@pytest.mark.redis
async def test_a_document_is_set_once_for_a_version_and_never_on_the_loop(
    site: Running, visit: Visit, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_, whole = [], document_body._without_title
    elsewhere: set[str] = set()
    for module, name in ((proofread, "_all"), (differences, "_paragraphs")):
        monkeypatch.setattr(module, name, noting(elsewhere, getattr(module, name)))

    def noted(tokens: Any, title: str) -> Any:
        set_.append((title, threading.current_thread().name.partition("_")[0]))
        return whole(tokens, title)

    monkeypatch.setattr(document_body, "_without_title", noted)
    reader = await visit()
    for text in ("第一条 本县的甲。", "第一条 本县的乙。"):
        draft = Draft(Document(id="a", title="办法"), text, file="a.md")
        await site.services.knowledge.imports.keep([draft], author="test", publish=True)
        for _ in range(3):
            status, page = await reader.get("/m/documents/a")
            assert (status, text[-4:] in page) == (200, True)
    assert set_ == [("办法", "press")] * 2
    operator = await enter("chenming")
    assert (await operator.get("/operators/documents/a"))[0] == 200
    assert (await operator.get("/operators/editor/a"))[0] == 200
    assert set_ == [("办法", "press")] * 4
    for path in ("versions/a", "submissions/a"):
        assert (await operator.get(f"/operators/{path}"))[0] == 200
    assert elsewhere == {"press"}

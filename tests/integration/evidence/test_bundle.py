"""The evidence of a request as files: whole, checked by `sha256sum -c`, masked unless asked with a reason that is kept."""

import json
import os
import shutil
import stat
import subprocess
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from typer.testing import CliRunner, Result

from adapters.cli.evidence import bundle_folder
from adapters.cli.main import app
from adapters.cli.terminal import run_async
from adapters.resources import open_redis
from adapters.sealing.key_file import vault_of
from adapters.settings import load
from adapters.storage.engine import create_database, sqlite_url
from adapters.storage.picture_holders import filed_forms
from bot.audit import AuditRecord
from bot.clock import SettableClock
from bot.errors import BotError, InputError
from handlers.disclosure.bundle.paper import BundlePaper, digests
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.lifecycle import Actor
from handlers.disclosure.case.retention import erase_applicants
from handlers.disclosure.released.service import ReleasedDocuments
from handlers.files.picture_file import read_picture
from handlers.pictures.service import AUTHORITY, BroughtPicture, PictureService
from handlers.texts import Texts
from handlers.tickets.service import HandoverRequest
from tests.factories import found_papers
from tests.factories.citizens import NAME, OPENID, PHONE, STREET, Town
from tests.factories.disclosure import IDENTITY
from tests.factories.publication import knowledge_services
from tests.factories.snapshots import jpeg

pytestmark = pytest.mark.redis
WANG, ZHAO = (Clerk(login, frozenset({Actor.STAFF})) for login in ("wang", "zhao"))
TEXTS = Texts.load()
CLEAR = (IDENTITY, PHONE, NAME, STREET, OPENID)
REASON = ("--clear", "--reason", "行政复议答辩，电话13900009999")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings = {
        "DATA_DIR": str(tmp_path / "data"), "SECRET_KEY": "s" * 43, "WECHAT_TOKEN": "tokenfortests",
        "WECHAT_AES_KEY": "mN3pQ8rT1uV6wX0yZ5aB2cD7eF4gH9iJkLlMnOoPqRs", "WECHAT_APPID": "wx1234567890abcdef",
        "WECHAT_ACCOUNT": "gh_example",
    }  # fmt: skip
    for name, value in settings.items():
        monkeypatch.setenv(f"MINGBAI_{name}", value)
    assert run("migrate").exit_code == 0
    return tmp_path / "data"


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def refused(*words: str) -> str:
    """Run what is refused, and give the words that `mingbai` then says."""
    done = run(*words)
    assert done.exit_code == 1
    assert isinstance(done.exception, BotError)
    return TEXTS(done.exception.text_key, **done.exception.values)


def in_town(folder: Path, work: Callable[[Town], Awaitable[Any]]) -> Any:
    async def doing() -> Any:
        database = create_database(sqlite_url(folder))
        try:
            async with open_redis(load()) as redis:
                return await work(Town(database, redis, SettableClock(datetime.now(UTC)), vault_of(load())))
        finally:
            await database.close()

    return run_async(doing())


async def whole_case(town: Town) -> str:
    """Leave a request with a letter, a talk, a hand-over, a sent message with its try, and a released copy."""
    number = await town.file("form-1")
    await town.disclosure.confirm_receipt(number, actor="wang")
    await town.write_to(number)
    await town.post(f"您的申请{number}已经收到，联系电话{PHONE}，{NAME}")
    await town.turn("一句话")
    at = town.clock.now().timestamp()
    talk = (("user", f"我是{NAME}，申请{number}怎么样了", at),)
    await town.tickets.open(HandoverRequest(OPENID, "wechat", "key", "怎么样了", talk))
    pictures = PictureService(town.database, vault=town.vault, clock=town.clock, filed=filed_forms)
    await pictures.keep(BroughtPicture(f"{AUTHORITY}form-1", "desk", "", jpeg()))
    released = ReleasedDocuments(
        town.database,
        vault=town.vault,
        clock=town.clock,
        editor=knowledge_services(town.database, town.clock).editor,
        make_pages=lambda content, _: pytest.fail(str(content)),
    )
    added = await released.add(number, f"{NAME}.pdf", found_papers.letter(), clerk=WANG)
    await released.cover(
        added, 1, found_papers.SECRET_EDGES, ground="third_party", note=f"电话{PHONE}", clerk=WANG
    )
    await released.check_copy(await released.make_copy(added, clerk=WANG), clerk=ZHAO)
    return number


def checked(folder: Path) -> bool:
    """Whether `sha256sum -c` finds every file as it was written."""
    program = shutil.which("sha256sum")
    assert program
    done = subprocess.run(
        [program, "-c", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, check=False
    )
    return done.returncode == 0


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def of_json(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text("utf-8"))


def test_a_bundle_is_whole_checks_and_shows_nothing_personal(data: Path, tmp_path: Path) -> None:
    number = in_town(data, whole_case)
    target = tmp_path / "bundle"
    done = run("disclosure", "bundle", number, str(target))
    assert (done.exit_code, "sha256sum -c" in done.stdout) == (0, True)
    found = files(target)
    assert checked(target)
    assert len((target / "SHA256SUMS").read_text("utf-8").splitlines()) == len(found) - 1
    for name, content in found.items():
        for value in CLEAR:
            assert value.encode() not in content, (name, value)
        assert found_papers.SECRET.encode() not in content, name
    assert stat.S_IMODE(target.stat().st_mode) == 0o700
    assert {stat.S_IMODE((target / name).stat().st_mode) for name in found} == {0o600}
    readme = (target / "README.txt").read_text("utf-8")
    assert all(
        name.split("/", maxsplit=1)[0].split(".", maxsplit=1)[0] in readme
        for name in found
        if name != "README.txt"
    )
    application = of_json(target, "application.json")
    assert application["as_filed"]["identity"] == "339***********2016"
    assert of_json(target, "identity.json")["number_keeps_the_rules"] == "valid"
    assert "20个工作日" in (target / "clock.txt").read_text("utf-8")
    kinds = [json.loads(line)["kind"] for line in (target / "events.jsonl").read_text("utf-8").splitlines()]
    assert kinds == ["submitted", "confirmed", "letter_issued", "document_added", "copy_made", "copy_checked"]
    [letter] = of_json(target, "letters.json")
    assert (letter["file"], letter["number"].startswith("青教公开答")) == ("letters/001.txt", True)
    [*_, sent] = of_json(target, "service.json")
    assert (sent["state"], len(sent["attempts"]), sent["attempts"][0]["errcode"]) == ("sent", 1, 0)
    said = [turn["text"] for turn in of_json(target, "conversation.json")]
    assert said == sorted(said, key=said.index)
    assert any(number in one for one in said)
    assert any("说了一句话" in one for one in said)
    [picture] = of_json(target, "pictures.json")
    assert (picture["purpose"], picture["state"], picture["file"]) == ("authority", "kept", None)
    [document] = of_json(target, "documents.json")
    assert (document["original"], document["copies"][0]["boxes"][0]["ground"]) == (None, "third_party")
    assert found["documents/001-copy-1.pdf"].startswith(b"%PDF")
    chain = of_json(target, "chain.json")
    assert (chain["sound"], chain["first_broken_entry"]) == (True, None)


def test_clear_values_take_a_reason_that_is_kept(data: Path, tmp_path: Path) -> None:
    number = in_town(data, whole_case)
    target = tmp_path / "bundle"
    assert "--reason" in refused("disclosure", "bundle", number, str(target), "--clear")
    assert not target.exists()
    assert run("disclosure", "bundle", number, str(target), *REASON).exit_code == 0
    assert checked(target)
    assert of_json(target, "application.json")["as_filed"]["identity"] == IDENTITY
    found = files(target)
    assert found["letters/001.docx"].startswith(b"PK")
    assert found["documents/001-original.pdf"] == found_papers.letter()
    assert found["pictures/001-authority.jpg"] == read_picture(jpeg()).content

    async def noted(town: Town) -> list[dict[str, str]]:
        async with town.database.reading() as tx:
            wanted = select(AuditRecord.detail).where(AuditRecord.action == "disclosure:bundle")
            return list(await tx.scalars(wanted))

    [detail] = in_town(data, noted)
    assert (detail["clear"], detail["reason"]) == ("yes", "行政复议答辩，电话139****9999")


def test_a_file_that_was_changed_no_longer_checks(data: Path, tmp_path: Path) -> None:
    number = in_town(data, whole_case)
    target = tmp_path / "bundle"
    run("disclosure", "bundle", number, str(target))
    clock = target / "clock.txt"
    clock.write_text(clock.read_text("utf-8").replace("20", "21"), "utf-8")
    assert not checked(target)


def test_what_was_changed_in_the_database_is_told_in_the_bundle(data: Path, tmp_path: Path) -> None:
    number = in_town(data, whole_case)

    async def tamper(town: Town) -> None:
        async with town.database.engine.begin() as connection:
            await connection.execute(text("DROP TRIGGER disclosure_events_no_update"))
            await connection.execute(
                text("UPDATE disclosure_events SET actor = 'x' WHERE kind = 'confirmed'")
            )

    in_town(data, tamper)
    target = tmp_path / "bundle"
    assert run("disclosure", "bundle", number, str(target)).exit_code == 0
    chain = of_json(target, "chain.json")
    assert (chain["sound"], [one["kind"] for one in chain["lines_wrong"]]) == (False, ["changed"])
    found = run("audit", "verify")
    assert (found.exit_code, "依申请公开办理记录第 2 行被改过" in found.stdout) == (1, True)


def test_an_applicant_who_was_erased_stays_erased(data: Path, tmp_path: Path) -> None:
    number = in_town(data, whole_case)

    async def erase(town: Town) -> None:
        async with town.database.transaction() as tx:
            await erase_applicants(tx, [number], now=town.clock.now())

    in_town(data, erase)
    target = tmp_path / "bundle"
    assert run("disclosure", "bundle", number, str(target), *REASON).exit_code == 0
    assert of_json(target, "application.json")["erased"] is True
    assert of_json(target, "letters.json")[0]["file"] is None
    assert (of_json(target, "service.json"), of_json(target, "conversation.json")) == ([], [])
    # An original stays as it was found, whoever it speaks of.
    left = {name: content for name, content in files(target).items() if "original" not in name}
    for name, content in left.items():
        for value in (IDENTITY, PHONE, OPENID):
            assert value.encode() not in content, name


def test_nothing_is_written_where_something_is_or_nobody_is(data: Path, tmp_path: Path) -> None:
    number = in_town(data, whole_case)
    (tmp_path / "taken").mkdir()
    assert "已经有了" in refused("disclosure", "bundle", number, str(tmp_path / "taken"))
    assert "没有" in refused("disclosure", "bundle", number, str(tmp_path / "no" / "bundle"))
    assert "GK209901010001" in refused("disclosure", "bundle", "GK209901010001", str(tmp_path / "b"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "taken"]
    assert list((tmp_path / "taken").iterdir()) == []


def test_whatever_fails_nothing_half_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    papers = [BundlePaper("a.txt", b"a"), BundlePaper("b/c.txt", b"c")]
    settled = os.fsync

    def full(descriptor: int) -> None:
        if Path(f"/proc/self/fd/{descriptor}").readlink().name == "c.txt":
            raise OSError(28, "no space left")
        settled(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        bundle_folder.write(tmp_path / "bundle", papers)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    bundle_folder.write(tmp_path / "bundle", [*papers, digests(papers)])
    assert checked(tmp_path / "bundle")
    with pytest.raises(InputError):
        bundle_folder.write(tmp_path / "bundle", papers)

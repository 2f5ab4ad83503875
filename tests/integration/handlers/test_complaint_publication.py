"""A finished case is offered without anybody in it, and the open data hold nothing personal."""

import re
from itertools import product
from pathlib import Path

import pytest

from adapters.cli.complaints import open_file
from bot.database import Database
from bot.errors import InputError, ProcedureError
from handlers.complaints.case.kinds import ComplaintKind
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.measures.records import ComplaintFactRecord
from handlers.complaints.publication.anonymous import personal_in
from handlers.complaints.publication.open_data import open_complaints
from handlers.complaints.publication.service import ComplaintPublication, ResponseDraft
from knowledge.documents import store as documents
from knowledge.documents.document import DocumentState, Kind
from knowledge.library.editor import Editor, WrittenVersion
from knowledge.text.persons import mask_question
from tests.factories.complaints import OFFICE, SECOND, UNIT, ComplaintDesk, came_from, complaint
from tests.factories.rows import row


class KeptOpen:
    """The database of the test, which is not the command's to close."""

    def __init__(self, database: Database) -> None:
        self.reading = database.reading

    async def close(self) -> None:
        """Leave it open."""


class NoNotice:
    """Tells no index."""

    async def changed(self) -> None:
        """Do nothing."""

    async def withdrawn(self, identifier: str) -> None:
        """Do nothing."""


async def public_policy(database: Database, editor: Editor) -> str:
    values = {"title": "房屋修缮办法", "kind": Kind.POLICY.value}
    made = await editor.create(WrittenVersion(values, "第一条 屋顶漏水的，由物业修。"), actor="bianji")
    async with database.transaction() as tx:
        record = await documents.locked_record(tx, made.document.id)
        assert record is not None
        record.state = DocumentState.PUBLISHED
    return made.document.id


async def test_an_answered_case_becomes_a_draft_of_a_response_without_anybody(database: Database) -> None:
    desk = ComplaintDesk.of(database)
    editor = Editor(database, desk.clock, index=NoNotice())
    publication = ComplaintPublication(database, vault=desk.vault, clock=desk.clock)
    told = complaint(
        what="我叫李一鸣，阳光花园5栋301室漏水，电话13800001234", name="李一鸣", phone="13800001234"
    )
    number = (await desk.service.submit(told, origin=came_from())).number
    with pytest.raises(InputError):
        await publication.versions(number, clerk=OFFICE)
    for step, clerk in (("accept", OFFICE), ("dispatch", OFFICE), ("report", UNIT), ("approve", SECOND)):
        await desk.take(number, step, clerk)
    versions = await publication.versions(number, clerk=OFFICE)
    assert "阳光花园5栋" in versions.told
    assert not personal_in(versions.anonymous_told)
    with pytest.raises(ProcedureError):
        await publication.versions(number, clerk=UNIT)
    with pytest.raises(InputError) as refused:
        await publication.offer(number, ResponseDraft("漏水", "阳光花园5栋漏水"), clerk=OFFICE, editor=editor)
    assert refused.value.text_key == "care.publication.refused.personal"
    draft = ResponseDraft(
        "屋顶漏水的回应", f"群众反映：{versions.anonymous_told}\n\n已修好。", "《房屋修缮办法》"
    )
    with pytest.raises(InputError) as unknown:
        await publication.offer(number, draft, clerk=OFFICE, editor=editor)
    assert unknown.value.text_key == "care.publication.refused.policy"
    policy = await public_policy(database, editor)
    made = await publication.offer(number, draft, clerk=OFFICE, editor=editor)
    async with database.reading() as tx:
        record = await documents.locked_record(tx, made)
        assert record is not None
        version = await documents.version(tx, made, record.current_version)
    assert (record.kind, record.state) == (Kind.RESPONSE, DocumentState.DRAFT)
    assert version is not None
    assert version.document.interprets == (policy,)
    with pytest.raises(InputError):
        await publication.offer(number, draft, clerk=OFFICE, editor=editor)


async def test_reports_are_not_published_and_the_open_data_hold_nothing_personal(database: Database) -> None:
    desk = ComplaintDesk.of(database)
    for at, (kind, what) in enumerate(
        (
            (ComplaintKind.COMPLAINT, "我叫李一鸣，阳光花园5栋301室漏水，电话13800001234"),
            (ComplaintKind.REPORT, "举报市监局收好处费"),
            (ComplaintKind.HELP, "石桥镇路灯坏了没人修"),
        )
    ):
        await desk.service.submit(
            complaint(kind, what=what, where="石桥镇石桥街"), origin=came_from(f"f{at}", citizen=f"o{at}")
        )
    rows = [one async for one in open_complaints(database)]
    assert [bool(one.text) for one in rows] == [True, False, True]
    for one in rows:
        assert not any(personal_in(str(value)) for name, value in one.plain().items() if name != "month"), one
        assert not {"number", "citizen", "place", "phone", "name"} & set(one.plain())
    assert (rows[2].area, rows[2].text) == ("石桥镇", "石桥镇路灯坏了没人修")


NAMES, PLACES = ("王建国", "欧阳娜娜", "李晓梅"), ("金溪镇中心街8号", "幸福小区3栋2单元501室", "解放路118号")
NUMBERS = (
    "13912345678",
    "350799196001019991",
    "闽H12345",
    "6222021234567890123",
    "0599-6612345",
    "wxid_abc12345",
)
TELLINGS = (
    "我叫{name}，住{place}，电话{number}，路灯坏了三个月没人修",
    "{place}楼下烧烤摊扰民。联系人：{name} {number}",
    "本人{name}（{number}）反映{place}门口积水",
    "请回电{number}找{name}，垃圾没人收",
    "{number}这辆车天天堵在{place}",
    "邻居{name}把{place}改成了仓库，身份证{number}",
)


async def test_a_scan_of_the_exported_file_finds_nobody(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    personal = set()
    async with database.transaction() as tx:
        for at, (telling, name, place, number) in enumerate(product(TELLINGS, NAMES, PLACES, NUMBERS)):
            told = telling.format(name=name, place=place, number=number)
            personal |= {name, number, number.replace("-", "")}
            case = f"SQ{at:05}"
            tx.add(
                row(
                    ComplaintRecord,
                    number=case,
                    form_id=case,
                    kind="complaint",
                    gist=mask_question(told),
                    citizen=f"openid{at}",
                    place=place,
                    helpers=[],
                )
            )
            tx.add(
                row(
                    ComplaintFactRecord,
                    number=case,
                    month="2026-11",
                    kind="complaint",
                    area="金溪镇",
                    matter="环境卫生",
                    unit="青岚县城管局",
                    figure="solved",
                    excluded="",
                )
            )
    rows = [one async for one in open_complaints(database)]
    monkeypatch.setattr(open_file, "load_storage", lambda: None)
    monkeypatch.setattr(open_file, "open_database", lambda _: KeptOpen(database))
    for form in ("csv", "json"):
        file = tmp_path / f"open.{form}"
        count, silent = await open_file.write(file)
        assert (count, silent) == (len(rows), sum(not one.text for one in rows))
        content = file.read_text("utf-8-sig")
        assert [one for one in personal if one in content] == []
        assert "openid" not in content
        assert "SQ0" not in content
        # Patterns of a scan that shares nothing with the program's own.
        for pattern in (
            r"1[3-9]\d{9}",
            r"\d{17}[\dXx]",
            r"\d{12,}",
            r"[\u4e00-\u9fff][A-Z][A-Z0-9]{5}",
            r"\d+(?:号|栋|单元|室)",
            r"0\d{3}-?\d{7}",
        ):
            assert re.findall(pattern, content) == [], (form, pattern)
    # What is kept is worth reading: it is the names and numbers that are gone, not the matter.
    assert sum(bool(one.text) for one in rows) > len(rows) // 2
    assert any("路灯坏了三个月没人修" in one.text for one in rows)

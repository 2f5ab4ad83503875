"""A finished case is offered without anybody in it, and the open data hold nothing personal."""

import pytest

from bot.database import Database
from bot.errors import InputError, ProcedureError
from handlers.complaints.case.kinds import ComplaintKind
from handlers.complaints.publication.anonymous import personal_in
from handlers.complaints.publication.open_data import open_complaints
from handlers.complaints.publication.service import ComplaintPublication, ResponseDraft
from knowledge.documents import store as documents
from knowledge.documents.document import DocumentState, Kind
from knowledge.library.editor import Editor, WrittenVersion
from tests.factories.complaints import OFFICE, SECOND, UNIT, ComplaintDesk, came_from, complaint


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
    rows = [row async for row in open_complaints(database)]
    assert [bool(row.text) for row in rows] == [True, False, True]
    for row in rows:
        assert not any(personal_in(str(value)) for name, value in row.plain().items() if name != "month"), row
        assert not {"number", "citizen", "place", "phone", "name"} & set(row.plain())
    assert (rows[2].area, rows[2].text) == ("石桥镇", "石桥镇路灯坏了没人修")

"""Photos of a complaint are public only where a person chose them, a document that is public bears them, and nobody took them out."""

import re

from sqlalchemy import select

from bot.audit import AuditRecord
from handlers.accounts.account import Role
from handlers.files.png_reader import read_png
from handlers.pictures.published import CHOSEN, COVERED, REMOVED
from handlers.pictures.service import EVIDENCE, FORM, BroughtPicture
from handlers.pictures.thumbnails import LOOKED
from knowledge.documents import store as documents
from knowledge.documents.document import DocumentState
from tests.factories.complaints import HEAD, OFFICE, UNIT
from tests.factories.site import PASSWORD, Running
from tests.factories.snapshots import SECRET, grey_photo
from tests.integration.web.conftest import Browser, Enter
from tests.integration.web.test_complaint_desk import filed
from tests.integration.web.test_complaint_wall import step

WRITTEN = {"title": "油烟扰民的回应", "text": "群众反映：楼下油烟大\n\n办理情况：已装净化器。"}
BOX = re.compile(r'<input type="checkbox" name="photo_(\w+)" value="true"([^>]*)>')


async def attached(site: Running, holder: str, shade: int) -> str:
    """Keep a photo; give its id."""
    pictures = site.services.pictures.service
    await pictures.keep(BroughtPicture(holder, "desk", "", grey_photo(((0, shade),), turn=6)))
    return (await pictures.pictures(holder))[-1].id


async def closed(site: Running, form: str) -> tuple[str, str, str]:
    """Give the number of a closed complaint, the id of its applicant's photo and that of what was done."""
    number = await filed(site, form=form)
    told = await attached(site, f"{FORM}{form}", 200)
    evidence = await attached(site, f"{EVIDENCE}{number}", 250)
    for name, clerk in (("accept", OFFICE), ("dispatch", OFFICE), ("report", UNIT), ("approve", HEAD)):
        await step(site, number, name, clerk)
    return number, told, evidence


async def content_of(browser: Browser, path: str) -> tuple[int, bytes]:
    async with browser.session.get(browser.url + path) as answer:
        return answer.status, await answer.read()


async def publish(site: Running, identifier: str) -> None:
    async with site.database.transaction() as tx:
        record = await documents.locked_record(tx, identifier)
        assert record is not None
        record.state, record.public_version = DocumentState.PUBLISHED, record.current_version


async def test_a_person_chooses_reviewers_see_and_anybody_takes_out(site: Running, enter: Enter) -> None:
    number, told, evidence = await closed(site, "form-1")
    _, of_another, _ = await closed(site, "form-2")
    await site.services.access.accounts.add(
        "chushen", PASSWORD, display_name="chushen", roles=[Role.REVIEWER], actor="test"
    )
    office, reviewer = await enter("wangli"), await enter("chushen")
    at = f"/staff/complaints/{number}/publication"
    _, page = await office.get(at)
    # Both are offered with their thumbnails, and neither is chosen.
    assert BOX.findall(page) == [(told, ""), (evidence, "")]
    assert page.count("data:image/png;base64,") == 2
    status, _ = await office.post(
        at, **WRITTEN, **{f"photo_{evidence}": "true", f"photo_{of_another}": "true"}
    )
    assert status == 200
    publication = site.services.complaints.publication
    identifier = (await publication.versions(number, clerk=OFFICE)).offered
    (public,) = await site.services.pictures.published.of(identifier)
    assert public.id not in {told, evidence}
    for path in (f"/m/documents/{identifier}", f"/m/document-photos/{public.id}"):
        assert (await content_of(office, path))[0] == 404
    assert (await content_of(office, f"/m/document-photos/{evidence}"))[0] == 404
    _, page = await reviewer.get(f"/operators/documents/{identifier}")
    assert f'src="/operators/document-photos/{public.id}"' in page
    await publish(site, identifier)
    _, page = await office.get(f"/m/documents/{identifier}")
    assert f'src="/m/document-photos/{public.id}"' in page
    status, content = await content_of(office, f"/m/document-photos/{public.id}")
    assert (status, content[:2], SECRET in content, b"Exif" in content) == (200, b"\xff\xd8", False, False)
    assert (await content_of(reviewer, f"/operators/document-photos/{public.id}"))[1] == content
    status, _ = await reviewer.post(f"/operators/document-photos/{public.id}/remove")
    assert status == 200
    assert (await content_of(office, f"/m/document-photos/{public.id}"))[0] == 404
    _, page = await office.get(f"/m/documents/{identifier}")
    assert "/m/document-photos/" not in page
    # The case keeps its own.
    assert len(await site.services.pictures.service.pictures(f"{EVIDENCE}{number}")) == 1
    async with site.database.reading() as tx:
        entries = (await tx.scalars(select(AuditRecord).where(AuditRecord.actor != "test"))).all()
    noted = {(entry.action, entry.actor, entry.subject) for entry in entries}
    assert {(CHOSEN, "wangli", number), (LOOKED, "wangli", number), (REMOVED, "chushen", identifier)} <= noted


async def test_nothing_chosen_publishes_none(site: Running, enter: Enter) -> None:
    number, *_ = await closed(site, "form-1")
    office = await enter("wangli")
    await office.get(f"/staff/complaints/{number}/publication")
    await office.post(f"/staff/complaints/{number}/publication", **WRITTEN)
    publication = site.services.complaints.publication
    identifier = (await publication.versions(number, clerk=OFFICE)).offered
    assert identifier
    assert await site.services.pictures.published.of(identifier) == ()


async def test_a_face_is_blacked_out_for_good_and_the_case_keeps_its_own(site: Running, enter: Enter) -> None:
    number, _, evidence = await closed(site, "form-1")
    await site.services.access.accounts.add(
        "chushen", PASSWORD, display_name="chushen", roles=[Role.REVIEWER], actor="test"
    )
    office, reviewer = await enter("wangli"), await enter("chushen")
    await office.post(f"/staff/complaints/{number}/publication", **WRITTEN, **{f"photo_{evidence}": "true"})
    publication = site.services.complaints.publication
    identifier = (await publication.versions(number, clerk=OFFICE)).offered
    (public,) = await site.services.pictures.published.of(identifier)
    at = f"/operators/document-photos/{public.id}"
    status, page = await reviewer.get(f"{at}/cover")
    assert (status, f'src="{at}"' in page) == (200, True)
    for wrong in ({"left": "x"}, {"left": "50", "right": "50"}, {}):
        box = {"left": "25", "top": "25", "right": "75", "bottom": "75", **wrong}
        if wrong:
            status, _ = await reviewer.post(f"{at}/cover", **box)
            assert status == 422
            continue
        status, _ = await reviewer.post(f"{at}/cover", **box)
        assert status == 200
    (covered,) = await site.services.pictures.published.of(identifier)
    assert (covered.id == public.id, covered.turn) == (False, public.turn)
    file = await site.services.pictures.published.file(covered.id)
    pixels = read_png(file.content)
    high, wide = pixels.shape[:2]
    assert pixels[high // 2, wide // 2].max() == 0
    assert pixels[2, wide - 3].max() > 200
    # The address of what it showed leads nowhere, and whoever covered it is noted.
    assert (await content_of(reviewer, at))[0] == 404
    assert (await reviewer.post(f"{at}/cover", left="1", top="1", right="9", bottom="9"))[0] == 404
    assert len(await site.services.pictures.service.pictures(f"{EVIDENCE}{number}")) == 1
    async with site.database.reading() as tx:
        (line,) = (await tx.scalars(select(AuditRecord).where(AuditRecord.action == COVERED))).all()
    assert (line.actor, line.subject) == ("chushen", identifier)

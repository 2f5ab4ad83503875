"""Photos of a project: sealed and without what the camera noted, public only once chosen, and gone when taken back."""

import re
from datetime import timedelta

import aiohttp
import pytest

from adapters.storage.picture_holders import held_pictures
from handlers.pictures.published import PROJECT_SHOWN
from handlers.pictures.retention import OldPictures
from handlers.pictures.service import PROJECT
from handlers.projects.project import read_plan
from tests.factories.site import NOW, Running
from tests.factories.snapshots import SECRET, grey_photo, jpeg
from tests.integration.web.conftest import Browser, Enter
from tests.integration.web.test_project_pages import TYPED

pytestmark = pytest.mark.redis
SHOWN = re.compile(r"/m/project-photos/(\w+)")


async def hand_in(browser: Browser, number: int, *photos: bytes) -> tuple[int, str]:
    form = aiohttp.FormData()
    form.add_field("csrf", browser.token)
    for at, photo in enumerate(photos):
        form.add_field("photos", photo, filename=f"{at}.jpg", content_type="image/jpeg")
    async with browser.session.post(f"{browser.url}/staff/project-photos/{number}", data=form) as answer:
        return answer.status, await answer.text()


async def test_a_photo_is_public_once_it_is_chosen_and_gone_when_taken_back(
    site: Running, enter: Enter
) -> None:
    service = site.services.openness.projects
    number = await service.make(read_plan(TYPED), actor="wangli")
    desk = await enter("wangli")
    await desk.get(f"/staff/projects/{number}")
    assert (await hand_in(desk, number, b"GIF89a"))[0] == 422
    assert (await hand_in(desk, 99, jpeg()))[0] == 404
    status, page = await hand_in(desk, number, jpeg(), grey_photo(((0, 255),)))
    assert (status, SHOWN.search(page)) == (200, None)
    held = await site.services.pictures.service.pictures(f"{PROJECT}{number}")
    assert len(held) == 2
    assert (await desk.get(f"/staff/project-photos/{number}/pictures/{held[0].id}"))[0] == 200
    # What is only kept is nobody's to see.
    assert (await desk.get(f"/m/project-photos/{held[0].id}"))[0] == 404
    await desk.get(f"/staff/projects/{number}")
    address = f"/staff/project-photos/{number}/choose"
    assert (await desk.post(address, id="x"))[0] == 422
    await desk.get(f"/staff/projects/{number}")
    _, page = await desk.post(address, id=held[0].id)
    found = SHOWN.search(page)
    assert found
    photo = f"/m/project-photos/{found[1]}"
    # The project itself is a draft yet.
    assert (await desk.get(photo))[0] == 404
    await service.publish(number, actor="wangli")
    async with desk.session.get(desk.url + photo) as answer:
        content = await answer.read()
        assert (answer.status, SECRET in content) == (200, False)
    assert photo in (await desk.get(f"/m/projects/{number}"))[1]
    await desk.get(f"/staff/projects/{number}")
    status, page = await desk.post(f"/staff/project-photos/{number}/remove", id=found[1])
    assert (status, SHOWN.search(page)) == (200, None)
    assert (await desk.get(photo))[0] == 404


async def test_photos_are_kept_as_long_as_their_project_is_there(site: Running) -> None:
    number = await site.services.openness.projects.make(read_plan(TYPED), actor="wangli")
    async with site.database.transaction() as tx:
        kept = {str(holder) for (holder,) in await tx.execute(held_pictures())}
        assert {f"{PROJECT}{number}", f"{PROJECT_SHOWN}{number}"} <= kept
        due = await OldPictures(held_pictures).due(tx, now=NOW + timedelta(days=400))
    assert due.count == 0

"""Drafts and publishing of articles: pictures kept for good, drafts, the job that publishes one, taking one away."""

from collections.abc import Mapping
from typing import Any

from adapters.wechat.api.caller import Caller
from adapters.wechat.api.operation import MediaFile, Operation

MATERIAL = Operation("/cgi-bin/material/add_material", by_itself=True)
ADD_DRAFT = Operation("/cgi-bin/draft/add", by_itself=True)
DELETE_DRAFT = Operation("/cgi-bin/draft/delete", by_itself=True)
SUBMIT = Operation("/cgi-bin/freepublish/submit", by_itself=True)
LOOK = Operation("/cgi-bin/freepublish/get", by_itself=True)
DELETE_ARTICLE = Operation("/cgi-bin/freepublish/delete", by_itself=True)


class ArticleCalls:
    """Each call raises as `Caller` says."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def keep_picture(self, picture: MediaFile) -> str:
        """Give the id of a picture that the platform keeps for good."""
        return str((await self._caller.call(MATERIAL, picture, query={"type": "image"}))["media_id"])

    async def add_draft(self, article: Mapping[str, Any]) -> str:
        """Put an article among the drafts and give the draft's id."""
        return str((await self._caller.call(ADD_DRAFT, {"articles": [article]}))["media_id"])

    async def delete_draft(self, media_id: str) -> None:
        """Delete a draft."""
        await self._caller.call(DELETE_DRAFT, {"media_id": media_id})

    async def submit(self, media_id: str) -> str:
        """Hand a draft in for publishing and give the job's id."""
        return str((await self._caller.call(SUBMIT, {"media_id": media_id}))["publish_id"])

    async def look(self, job: str) -> dict[str, Any]:
        """Give how a job stands."""
        return await self._caller.call(LOOK, {"publish_id": job})

    async def delete_article(self, article_id: str) -> None:
        """Take a published article away, whole."""
        await self._caller.call(DELETE_ARTICLE, {"article_id": article_id, "index": 0})

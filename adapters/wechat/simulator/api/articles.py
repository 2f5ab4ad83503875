"""Drafts and publishing: what an article has to be, and the job that publishes it."""

from collections.abc import Mapping
from typing import Any

from adapters.wechat.simulator.api.endpoints import ApiCall, Endpoint
from adapters.wechat.simulator.protocol.refusals import RefusalError
from adapters.wechat.simulator.protocol.rights import Right
from adapters.wechat.simulator.world.articles import PublishStatus
from adapters.wechat.simulator.world.media import MEDIA_LIMITS
from adapters.wechat.simulator.world.world import World

_OK = {"errcode": 0, "errmsg": "ok"}
_TITLE, _DIGEST, _CONTENT, _ARTICLES = 64, 120, 20_000, 8
GET = "/cgi-bin/freepublish/get"


class ArticleApi:
    """The calls by which an account writes articles; only verified accounts have them."""

    def __init__(self, world: World) -> None:
        self._world = world

    def endpoints(self) -> list[Endpoint]:
        """Give the paths of the API."""
        posted = {
            "/cgi-bin/draft/add": self.add_draft,
            "/cgi-bin/draft/delete": self.delete_draft,
            "/cgi-bin/freepublish/submit": self.submit,
            GET: self.look,
            "/cgi-bin/freepublish/delete": self.delete_article,
        }
        material = Endpoint(
            method="POST", path="/cgi-bin/material/add_material", answer=self.add_material, takes="file",
            right=Right.ARTICLES, daily=(1000, 1000),
        )  # fmt: skip
        return [
            material,
            *(
                Endpoint(method="POST", path=path, answer=answer, right=Right.ARTICLES, daily=(1000, 1000))
                for path, answer in posted.items()
            ),
        ]

    def add_material(self, call: ApiCall) -> Mapping[str, Any]:
        """Keep a picture for good; raises RefusalError with the platform's code."""
        kind, file = call.query.get("type", ""), call.file
        if kind not in {"image", "thumb"}:
            raise RefusalError(40004)
        if file is None or not file.name:
            raise RefusalError(41005)
        if file.content_type not in MEDIA_LIMITS[kind].types:
            raise RefusalError(40005)
        if not file.octets or len(file.octets) > MEDIA_LIMITS[kind].most_bytes:
            raise RefusalError(40006 if file.octets else 44001)
        media_id = self._world.articles.keep_material()
        return {"media_id": media_id, "url": f"http://mmbiz.simulated.invalid/{media_id}"}

    def add_draft(self, call: ApiCall) -> Mapping[str, Any]:
        """Keep a draft; raises RefusalError with the platform's code."""
        articles = call.body.get("articles")
        if not isinstance(articles, list) or not articles:
            raise RefusalError(47001)
        if len(articles) > _ARTICLES:
            raise RefusalError(45008)
        for each in articles:
            self._check(each)
        return {"media_id": self._world.articles.keep_draft(tuple(articles))}

    def _check(self, article: Any) -> None:
        if not isinstance(article, dict):
            raise RefusalError(47001)
        title, content = article.get("title"), article.get("content")
        if not isinstance(title, str) or not title or not isinstance(content, str) or not content:
            raise RefusalError(44004)
        for words, most, code in (
            (title, _TITLE, 45003),
            (article.get("digest", ""), _DIGEST, 45004),
            (content, _CONTENT, 45002),
        ):
            if len(str(words)) > most:
                raise RefusalError(code)
        if article.get("thumb_media_id") not in self._world.articles.materials:
            raise RefusalError(40007)

    def delete_draft(self, call: ApiCall) -> Mapping[str, Any]:
        """Delete a draft; raises RefusalError where there is none."""
        if self._world.articles.drafts.pop(str(call.body.get("media_id", "")), None) is None:
            raise RefusalError(40007)
        return _OK

    def submit(self, call: ApiCall) -> Mapping[str, Any]:
        """Begin to publish a draft; raises RefusalError where there is none."""
        media_id = str(call.body.get("media_id", ""))
        if media_id not in self._world.articles.drafts:
            raise RefusalError(40007)
        return {**_OK, "publish_id": self._world.articles.submit(media_id, now=call.now)}

    def look(self, call: ApiCall) -> Mapping[str, Any]:
        """Tell how a job stands; raises RefusalError where there is none."""
        number = str(call.body.get("publish_id", ""))
        wrong = self._world.faults.take("publish_fails", path=GET)
        job = self._world.articles.look(number, now=call.now, goes_wrong=wrong.value if wrong else 0)
        if job is None:
            raise RefusalError(40007)
        answer: dict[str, Any] = {"publish_id": number, "publish_status": int(job.status), "fail_idx": []}
        if job.status is PublishStatus.DONE:
            item = {"idx": 1, "article_url": f"http://mp.simulated.invalid/s/{job.article_id}"}
            answer |= {"article_id": job.article_id, "article_detail": {"count": 1, "item": [item]}}
        return answer

    def delete_article(self, call: ApiCall) -> Mapping[str, Any]:
        """Take a published article away; raises RefusalError where there is none."""
        if self._world.articles.published.pop(str(call.body.get("article_id", "")), None) is None:
            raise RefusalError(53600)
        return _OK

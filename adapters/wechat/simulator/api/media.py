"""Temporary media: what is uploaded, and what citizens sent, for three days (protocol §12)."""

from collections.abc import Mapping
from typing import Any

from adapters.wechat.simulator.api.endpoints import ApiAnswer, ApiCall, Endpoint, FileAnswer
from adapters.wechat.simulator.protocol.refusals import RefusalError
from adapters.wechat.simulator.protocol.rights import Right
from adapters.wechat.simulator.world.media import MEDIA_LIMITS
from adapters.wechat.simulator.world.world import World


class MediaApi:
    """The two calls for files."""

    def __init__(self, world: World) -> None:
        self._world = world

    def endpoints(self) -> list[Endpoint]:
        """Give the paths of the API."""
        return [
            Endpoint(
                method="POST", path="/cgi-bin/media/upload", answer=self.upload, takes="file",
                right=Right.MESSAGES, daily=(100_000, 500),
            ),
            Endpoint(
                method="GET", path="/cgi-bin/media/get", answer=self.get, right=Right.MESSAGES,
                daily=(200_000, 1000),
            ),
        ]  # fmt: skip

    def upload(self, call: ApiCall) -> Mapping[str, Any]:
        """Keep a file and give its id; raises RefusalError with the platform's code."""
        kind, file = call.query.get("type", ""), call.file
        limit = MEDIA_LIMITS.get(kind)
        if limit is None:
            raise RefusalError(40004)
        if file is None or not file.name:
            raise RefusalError(41005)
        if file.content_type not in limit.types:
            raise RefusalError(40005)
        if not file.octets or len(file.octets) > limit.most_bytes:
            raise RefusalError(40006 if file.octets else 44001)
        kept = self._world.media.keep(kind, file.octets, file.content_type, now=call.now)
        return {"type": kind, "media_id": kept.media_id, "created_at": int(call.now.timestamp())}

    def get(self, call: ApiCall) -> ApiAnswer:
        """Give the file; raises RefusalError for one that there is not (any more)."""
        found = self._world.media.find(call.query.get("media_id", ""), now=call.now)
        if found is None:
            raise RefusalError(40007)
        if found.kind == "video":
            return {"video_url": f"http://simulated.invalid/{found.media_id}"}
        return FileAnswer(found.octets, found.content_type, f"{found.media_id}.{found.suffix}")

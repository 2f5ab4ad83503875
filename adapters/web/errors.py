"""The one place of the web side that turns a failure into words: a calm page, or JSON for programs."""

import errno
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.http_exceptions import BadHttpMessage
from aiohttp.typedefs import Handler, Middleware

from adapters.web.pages import render
from bot import commits
from bot.errors import BotError, InputError, ProcedureError, ServiceError
from handlers.texts import Texts

log = logging.getLogger(__name__)
MACHINES = ("/api", "/wechat", "/health", "/metrics", "/webhook", "/actions")
ALREADY_ANSWERED = 400
BROKEN = 500
AWAY = 503
# What the system says when nothing more can be written: full, over a quota, broken, or read-only since it broke.
DISK_FAULTS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EFBIG})


class RefusedError(InputError):
    """A request that is turned away before any service sees it; `status` is the HTTP status."""

    def __init__(self, text_key: str, /, *, status: int, **values: object) -> None:
        super().__init__(text_key, **values)
        self.status = status


@dataclass(frozen=True, slots=True)
class Failure:
    """What the visitor is told: a status, the key of a title, a sentence, and the trace that the log carries too."""

    status: int
    title_key: str
    sentence: str
    trace: str
    headers: Mapping[str, str]


def translate_errors(texts: Texts) -> Middleware:
    """Give the outermost middleware: what the rest raises becomes a page; exception text never leaves the log.

    A failure after something was made final, or while it was, is never told as one that did nothing.
    """

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        with commits.counted():
            try:
                return await handler(request)
            except web.HTTPException as answer:
                if answer.status < ALREADY_ANSWERED:
                    raise
                return _answer(request, _plain(answer, texts))
            except (web.RequestPayloadError, BadHttpMessage):
                # The body is not what its head says.
                return _answer(request, _plain(web.HTTPBadRequest(), texts))
            except BotError as error:
                return _answer(request, _expected(error, texts))
            except Exception as error:
                failure = _unexpected(error, texts)
                log.exception("request failed", extra={"trace": failure.trace, "route": _route(request)})
                return _answer(request, failure)

    return middleware


def _plain(answer: web.HTTPException, texts: Texts) -> Failure:
    """Keep the status and what the protocol wants in headers; the library's own words stay away."""
    known = str(answer.status) if f"web.errors.{answer.status}.title" in texts else "400"
    kept = {name: answer.headers[name] for name in ("Allow", "Retry-After") if name in answer.headers}
    return _failure(answer.status, known, texts(f"web.errors.{known}.text"), headers=kept)


def _expected(error: BotError, texts: Texts) -> Failure:
    if isinstance(error, ServiceError):
        return _away(error, texts)
    status, kind = _family(error)
    sentence = (
        texts(error.text_key, **error.values) if error.text_key in texts else texts(f"web.errors.{kind}.text")
    )
    return _failure(status, kind, sentence)


def _away(error: ServiceError, texts: Texts) -> Failure:
    """Say that the world failed; what is said to citizens of it does not fit a page."""
    uncertain = commits.any_begun()
    kind = "uncertain" if uncertain else str(AWAY)
    own = not uncertain and not error.text_key.startswith("general.") and error.text_key in texts
    sentence = texts(error.text_key, **error.values) if own else texts(f"web.errors.{kind}.text")
    seconds = error.retry_after
    headers = {"Retry-After": str(max(1, round(seconds)))} if seconds else {}
    failure = _failure(AWAY, kind, sentence, headers=headers)
    log.warning(
        "service away", extra={"trace": failure.trace, "reason": type(error.__cause__ or error).__name__}
    )
    return failure


def _unexpected(error: Exception, texts: Texts) -> Failure:
    if commits.any_begun():
        return _failure(BROKEN, "uncertain", texts("web.errors.uncertain.text"))
    if isinstance(error, OSError) and error.errno in DISK_FAULTS:
        return _failure(AWAY, "disk", texts("web.errors.disk.text"))
    return _failure(BROKEN, str(BROKEN), texts(f"web.errors.{BROKEN}.text"))


def _family(error: BotError) -> tuple[int, str]:
    if isinstance(error, RefusedError):
        return error.status, str(error.status)
    if isinstance(error, ProcedureError):
        return 409, "409"
    return 422, "422"


def _failure(status: int, kind: str, sentence: str, *, headers: Mapping[str, str] | None = None) -> Failure:
    return Failure(status, f"web.errors.{kind}.title", sentence, secrets.token_hex(6), headers or {})


def _answer(request: web.Request, failure: Failure) -> web.Response:
    if request.path.startswith(MACHINES):
        body = {"error": {"status": failure.status, "message": failure.sentence, "trace": failure.trace}}
        return web.json_response(body, status=failure.status, headers=failure.headers)
    response = render(request, "web/error.html", status=failure.status, failure=failure, back=_back(request))
    response.headers.update(failure.headers)
    return response


def _back(request: web.Request) -> str:
    """Give the page the visitor came from, when it is ours."""
    try:
        came = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    # A browser writes an address in ASCII; what else stands there is nobody's address.
    plain = came.path.isascii() and came.path.startswith("/") and not came.path.startswith("//")
    ours = plain and came.netloc == request.host
    return came.path if ours and came.path != request.path else ""


def _route(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource else ""

"""What every page does that asks for a secret: count the try, slow guesses down, and open a session for who knew it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web
from aiohttp_session import new_session

from adapters.web.access.attempts import Attempts
from adapters.web.access.devices import device_of
from adapters.web.access.proxies import FORWARDED, Proxies
from bot.clock import Clock
from bot.errors import ServiceError
from handlers.accounts.account import Account
from handlers.accounts.service import AccountService
from handlers.texts import Texts

MINUTE = 60


@dataclass(slots=True)
class Guess:
    """A try at a secret: the seconds still to wait, 0 when it is taken, and what came of it."""

    wait_seconds: int
    is_right: bool = False


@asynccontextmanager
async def guess(
    attempts: Attempts, login: str, *, address: str, accounts: AccountService
) -> AsyncIterator[Guess]:
    """Count a try; the block asks for `wait_seconds` first and then says whether the secret was right.

    What could not be judged, because too many waited or the world failed, does not count.
    """
    attempt = await attempts.begin(login, address)
    one = Guess(attempt.wait_seconds)
    try:
        yield one
    except ServiceError:
        await attempts.undo(attempt, login, address=address)
        raise
    if one.wait_seconds:
        return
    if one.is_right:
        await attempts.succeeded(login, address)
    elif attempt.begins_a_lock:
        await accounts.note_lock(login.partition(" ")[0])


async def open_session(request: web.Request, account: Account, *, clock: Clock, address: str) -> None:
    """Open a session for somebody who has proved to be the account's owner.

    A fresh id: whatever an attacker planted in this browser before the log-in opens nothing after it.
    """
    session = await new_session(request)
    session.update(
        login=account.login,
        round=account.session_round,
        since=clock.now().isoformat(),
        address=address,
        device=device_of(request.headers.get("User-Agent", "")),
    )


def caller_of(request: web.Request, proxies: Proxies) -> str:
    """Give the address somebody calls from."""
    return proxies.caller(request.remote or "", request.headers.getall(FORWARDED, ()))


def slowed_words(texts: Texts, seconds: int) -> str:
    """Tell how long to wait before the next try."""
    if seconds < MINUTE:
        return texts("web.login.slow_seconds", seconds=seconds)
    return texts("web.login.slow_minutes", minutes=-(-seconds // MINUTE))

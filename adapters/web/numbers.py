"""Numbers of records in addresses: whatever is no number leads nowhere."""

from aiohttp import web

from bot.clock import Clock, local_date

NUMBER_DIGITS = 9
FIRST_YEAR, LAST_YEAR = 2008, 2999


def record_number(request: web.Request) -> int:
    """Give the number in the address; raises `HTTPNotFound` for anything else."""
    wanted = request.match_info["number"]
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) <= NUMBER_DIGITS):
        raise web.HTTPNotFound
    return int(wanted)


def number_of(text: str | None, otherwise: int) -> int:
    """Give the number that a field or a query holds; `otherwise` for anything else."""
    told = (text or "").strip()
    return int(told) if told.isascii() and told.isdigit() and len(told) <= NUMBER_DIGITS else otherwise


def asked_year(request: web.Request, clock: Clock) -> int:
    """Give the year that an address names; the present one for what is none."""
    this = local_date(clock.now()).year
    year = number_of(request.query.get("year"), this)
    return year if FIRST_YEAR <= year <= LAST_YEAR else this

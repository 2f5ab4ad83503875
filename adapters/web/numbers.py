"""Numbers of records in addresses: whatever is no number leads nowhere."""

from aiohttp import web

NUMBER_DIGITS = 9


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

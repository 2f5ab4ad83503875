"""Numbers of records in addresses: whatever is no number leads nowhere."""

from aiohttp import web

NUMBER_DIGITS = 9


def record_number(request: web.Request) -> int:
    """Give the number in the address; raises `HTTPNotFound` for anything else."""
    wanted = request.match_info["number"]
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) <= NUMBER_DIGITS):
        raise web.HTTPNotFound
    return int(wanted)

"""Which sites may show the chat inside their own pages: those that the county names, and no others."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from adapters.web.access.security import POLICY

NOBODY = "frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class FrameOrigins:
    """The origins of the sites; none lets only pages of this site's own frame it."""

    origins: Sequence[str] = ()

    def allow(self, response: web.Response) -> web.Response:
        """Let the named sites frame a page; everything else stays as strict as on any page."""
        ancestors = " ".join(("frame-ancestors", "'self'", *self.origins))
        response.headers["Content-Security-Policy"] = POLICY.replace(NOBODY, ancestors)
        return response

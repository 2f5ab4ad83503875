"""What stands beside a complaint: the wall, the earlier one it repeats, similar ones, 催办 and cards; and their deeds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from adapters.services.complaints import ComplaintServices
from adapters.web.access.clerks import complaint_clerk_of
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from bot.errors import InputError
from handlers.complaints.alerts.service import ComplaintAlert
from handlers.complaints.case.clerk import IDENTITY_PERMIT, OFFICE, ComplaintClerk
from handlers.complaints.case.kinds import SHIELDED
from handlers.complaints.case.ledger import UNENDED, ComplaintStory
from handlers.complaints.case.lifecycle import ComplaintActor, ComplaintState
from handlers.complaints.measures.figure import GOES_ON, ExclusionRule
from handlers.complaints.repeats.service import JOINING, SupposedRepeat
from handlers.complaints.repeats.similar import SimilarCase
from handlers.complaints.wall.service import StandingWall, WallOrder
from handlers.county.agencies import AgencyDirectory

NUMBER_FIGURES = 9
LOGIN_LETTERS = 40


@dataclass(frozen=True, slots=True)
class CareView:
    """What the page of a complaint shows beside it; `shielded` asks for the head's permission to tell who it was."""

    office: bool
    head: bool
    walls: Sequence[StandingWall]
    given_to_accused: str
    repeat: SupposedRepeat | None
    rejoinable: bool
    taken_up: bool
    similar: Sequence[SimilarCase]
    incident: str
    alerts: Sequence[ComplaintAlert]
    urgeable: bool
    shielded: bool
    permitted: tuple[str, ...]
    units: tuple[str, ...]
    handling: tuple[str, ...]
    names: Mapping[str, str]
    ended: bool
    rules: tuple[str, ...]
    caller: str
    callers: Sequence[str]


class ComplaintCare:
    """Shows and changes what stands beside a complaint."""

    def __init__(self, services: ComplaintServices, *, agencies: AgencyDirectory) -> None:
        self._services = services
        self._agencies = agencies

    def routes(self) -> list[web.RouteDef]:
        """Give the addresses below `/staff`."""
        return [
            web.post("/complaints/{number}/wall", self.raise_wall),
            web.post("/complaints/{number}/wall/{wall}/lift", self.lift_wall),
            web.post("/complaints/{number}/permit", self.permit),
            web.post("/complaints/{number}/join", self.join),
            web.post("/complaints/{number}/part", self.part),
            web.post("/complaints/{number}/urge", self.urge),
            web.post("/complaints/{number}/oversee", self.oversee),
            web.post("/complaints/{number}/alerts/{alert}/lift", self.lift_alert),
            web.post("/complaints/{number}/caller", self.give_call),
        ]

    async def hidden(self, request: web.Request, numbers: Sequence[str]) -> frozenset[str]:
        """Give those of some case numbers that are about the visitor, or the visitor's unit."""
        clerk = complaint_clerk_of(request, self._agencies)
        return await self._services.walls.hidden(numbers, clerk=clerk)

    async def beside(
        self, story: ComplaintStory, *, clerk: ComplaintClerk, names: Mapping[str, str]
    ) -> CareView:
        """Give what stands beside a complaint that this person sees."""
        number, services = story.line.number, self._services
        walls = await services.walls.of(number, clerk=clerk)
        accused = {wall.unit for wall in walls}
        handling = tuple(unit for unit in (story.line.unit, *story.helpers) if unit)
        repeat = await services.repeats.supposed(number, clerk=clerk)
        return CareView(
            office=bool(clerk.parts & OFFICE),
            head=ComplaintActor.HEAD in clerk.parts,
            walls=walls,
            given_to_accused=next((unit for unit in handling if unit in accused), ""),
            repeat=repeat,
            rejoinable=story.line.state in JOINING,
            taken_up=bool(repeat and repeat.state in {ComplaintState.CLOSED, ComplaintState.CALL_BACK}),
            similar=await services.similar.of(number, clerk=clerk),
            incident=await services.incident_stories.of(number, clerk=clerk),
            alerts=await services.alerts.of(number, clerk=clerk),
            urgeable=bool(story.line.unit) and story.line.state.value in UNENDED,
            shielded=story.anonymous or story.line.kind in SHIELDED,
            permitted=tuple(
                line.detail.get("permitted", "") for line in story.timeline if line.step == IDENTITY_PERMIT
            ),
            units=tuple(agency.name for agency in self._agencies.agencies),
            handling=handling,
            names=names,
            ended=story.line.state not in GOES_ON,
            rules=tuple(rule.value for rule in ExclusionRule),
            caller=story.caller,
            callers=await services.calls.callers(number, clerk=clerk),
        )

    async def raise_wall(self, request: web.Request) -> web.Response:
        """Hide a complaint from a unit or an official."""
        fields = await form(request)
        unit = fields.get("unit", "")
        known = {agency.name for agency in self._agencies.agencies}
        login = fields.get("login", "").strip()[:LOGIN_LETTERS]
        order = WallOrder(unit if unit in known else "", login, fields.get("reason", ""))
        await self._services.walls.raise_wall(_number(request), order, clerk=await self._clerk(request))
        raise self._back(request)

    async def lift_wall(self, request: web.Request) -> web.Response:
        """Let a unit or an official see a complaint again."""
        reason = (await form(request)).get("reason", "")
        clerk = await self._clerk(request)
        await self._services.walls.lift(_number(request), _id(request, "wall"), reason, clerk=clerk)
        raise self._back(request)

    async def permit(self, request: web.Request) -> web.Response:
        """Let a unit that handles a complaint know who told it."""
        fields = await form(request)
        unit, reason = fields.get("unit", ""), fields.get("reason", "")
        await self._services.walls.permit(_number(request), unit, reason, clerk=await self._clerk(request))
        raise self._back(request)

    async def join(self, request: web.Request) -> web.Response:
        """Join a complaint to the earlier one that it repeats."""
        version = (await form(request)).get("version", "")
        fits = version.isascii() and version.isdecimal() and len(version) < NUMBER_FIGURES
        await self._services.repeats.join(
            _number(request), clerk=await self._clerk(request), version=int(version) if fits else 0
        )
        raise self._back(request)

    async def part(self, request: web.Request) -> web.Response:
        """Say that a complaint repeats none."""
        await form(request)
        await self._services.repeats.part(_number(request), clerk=await self._clerk(request))
        raise self._back(request)

    async def urge(self, request: web.Request) -> web.Response:
        """Urge the unit."""
        words = (await form(request)).get("words", "")
        await self._services.alerts.urge(_number(request), words, clerk=await self._clerk(request))
        raise self._back(request)

    async def oversee(self, request: web.Request) -> web.Response:
        """Put the complaint under supervision."""
        words = (await form(request)).get("words", "")
        await self._services.alerts.oversee(_number(request), words, clerk=await self._clerk(request))
        raise self._back(request)

    async def lift_alert(self, request: web.Request) -> web.Response:
        """Take a card back."""
        reason = (await form(request)).get("reason", "")
        await self._services.alerts.lift(_id(request, "alert"), reason, clerk=await self._clerk(request))
        raise self._back(request)

    async def give_call(self, request: web.Request) -> web.Response:
        """Let somebody else at the office call back."""
        login = (await form(request)).get("caller", "")
        await self._services.calls.give(_number(request), login, clerk=await self._clerk(request))
        raise self._back(request)

    async def _clerk(self, request: web.Request) -> ComplaintClerk:
        """Give the person; whoever may not see the complaint is answered as if there were none."""
        clerk = complaint_clerk_of(request, self._agencies)
        try:
            await self._services.ledger.story(_number(request), clerk=clerk)
        except InputError:
            raise RefusedError("staff.complaints.missing", status=404) from None
        return clerk

    @staticmethod
    def _back(request: web.Request) -> web.HTTPSeeOther:
        return web.HTTPSeeOther(f"/staff/complaints/{_number(request)}?done=step_taken")


def _number(request: web.Request) -> str:
    return request.match_info["number"]


def _id(request: web.Request, name: str) -> int:
    typed = request.match_info[name]
    fits = typed.isascii() and typed.isdecimal() and len(typed) <= NUMBER_FIGURES
    if not fits:
        raise web.HTTPNotFound
    return int(typed)

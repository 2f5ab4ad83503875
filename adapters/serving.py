"""The two long-running programs: `serve` answers, `worker` delivers; each ends when told to, and ends everything."""

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from prometheus_client import Counter

from adapters import logs
from adapters.embedding.keeper import VectorKeeper
from adapters.jobs import Job, Jobs, run
from adapters.main import Program, opened
from adapters.pattern_book import FILE as PATTERNS
from adapters.pattern_book import PatternBook
from adapters.porch.porch import Porch, porch_at
from adapters.porch.sockets import ListeningPlace, listening_place
from adapters.port import admitted, listening_on
from adapters.rasa.server import is_loopback
from adapters.redis.memory import RedisMemory
from adapters.redis.quarantine import Quarantine
from adapters.resources import give_back_spare
from adapters.sealing.canary import check_keys
from adapters.settings import Settings, SettingsError
from adapters.site import action_server, application, link_trial
from adapters.storage.migrate import current, newest
from adapters.visitors.doors import kiosk_sessions
from adapters.watchdog import watching
from adapters.web import backlog
from adapters.web.access.login import DemoLogin
from adapters.wechat.api.alarms import sounding
from bot.errors import BotError, ServiceError
from handlers.pictures.fetching import PictureFetching
from handlers.texts import Texts

log = logging.getLogger(__name__)
COURIER_SECONDS = 1.0
DEADLINES_SECONDS = 2.0
WAITING_SECONDS = 300.0
RECOVERY_SECONDS = 5.0
HOTLINE_SECONDS = 10.0
PICTURES_SECONDS = 1.0
DRAFTS_SECONDS = 60.0
RENEWAL_SECONDS = 60.0
NOTES_SECONDS = 0.5
LOG_SECONDS = 1.0
GAPS_SECONDS = 2.0
VECTORS_SECONDS = 1.0
RETENTION_SECONDS = 300.0
MEMORY_SECONDS = 60.0
RESEAL_SECONDS = 0.2
DATES_SECONDS = 3600.0
REMINDERS_SECONDS = 60.0
REPLIES_SECONDS = 20.0
ANSWERS_SECONDS = 2.0
CONSULTATIONS_SECONDS = 300.0
CALENDAR_SECONDS = 0.5
INCIDENTS_SECONDS = 5.0
APPOINTMENTS_SECONDS = 5.0
SUBSCRIPTIONS_SECONDS = 1.0
OTHER_DOORS_SECONDS = 3600.0
SUBSCRIPTIONS_BREATH_SECONDS = 0.1
OPINIONS_SECONDS = 5.0
CODES_SECONDS = 1.0
QUESTIONNAIRES_SECONDS = 60.0
ALERTS_SECONDS = 600.0
TALLIES_SECONDS = 60.0
KIOSKS_SECONDS = 5.0
POPULAR_SECONDS = 1800.0
FOLLOWING_SECONDS = 1.0
STATISTICS_SECONDS = 60.0
OUTLETS_SECONDS = 2.0
STAFF_NOTICES_SECONDS = 5.0
STAFF_NOTICES_KEPT_SECONDS = 3600.0
INSPECTIONS_SECONDS = 60.0
VISITS_SECONDS = 5.0
DRAIN_SECONDS = 10.0
# A turn makes some thousands of objects that refer to nothing; looking through them every 700 stops the loop for nothing.
YOUNG_OBJECTS, YOUNG_SWEEPS, MIDDLE_SWEEPS = 20_000, 20, 50


REMINDERS = Counter(
    "mingbai_due_reminders", "Reminders of due dates put on the desk, by whom they are for", ["to"]
)


class NotReadyError(BotError):
    """The database is not at this version's schema."""


async def serve(settings: Settings, place: ListeningPlace, book: PatternBook) -> None:
    """Serve at a place until SIGTERM or SIGINT; raises `NotReadyError` before anything is answered on an old schema.

    Whoever calls while the program loads waits on the porch.
    """
    logs.configure(level=settings.log_level, form=settings.log_format)
    stopped = stop_on_sigterm()
    async with porch_at(place, starting_words) as porch, opened(settings) as program:
        await check_stores(program)
        await note_waiting(program)
        loops = [
            program.keeper.follow(),
            calendar_looks(program),
            noting(program),
            visiting(program),
            *fetching(program),
        ]
        async with (
            Jobs(loops),
            admitting(program, porch, loaded=book.close),
            watching(settings.stall_seconds),
        ):
            await remember(book, settings.data_dir)
            await until_stopped(stopped)


async def work(settings: Settings, book: PatternBook) -> None:
    """Deliver and recover until SIGTERM or SIGINT."""
    logs.configure(level=settings.log_level, form=settings.log_format)
    stopped = stop_on_sigterm()
    async with opened(settings) as program:
        await check_stores(program)
        await program.keeper.ready()
        book.close()
        freeze_loaded_objects()
        async with Jobs([program.keeper.follow(), *background(program)]), watching(settings.stall_seconds):
            await remember(book, settings.data_dir)
            await until_stopped(stopped)


async def serve_actions(settings: Settings, *, announce: Callable[[str], None]) -> None:
    """Serve the actions to a Rasa server until SIGTERM or SIGINT; `announce` is told the address.

    Raises `SettingsError` when strangers could call it, `NotReadyError` on an old schema.
    """
    logs.configure(level=settings.log_level, form=settings.log_format)
    if not is_loopback(settings.actions_host) and not settings.actions_token.get_secret_value():
        raise SettingsError(
            "动作服务要监听本机以外的地址，请先设置 MINGBAI_ACTIONS_TOKEN；只给本机用请去掉 MINGBAI_ACTIONS_HOST"
        )
    stopped = stop_on_sigterm()
    async with opened(settings) as program:
        await check_stores(program)
        await program.keeper.ready()
        freeze_loaded_objects()
        loops = [program.keeper.follow(), calendar_looks(program), noting(program), *fetching(program)]
        async with Jobs(loops), _offering(program) as url, watching(settings.stall_seconds):
            announce(url)
            await until_stopped(stopped)


@asynccontextmanager
async def _offering(program: Program) -> AsyncIterator[str]:
    host, wanted = program.settings.actions_host, program.settings.actions_port
    async with listening_on(action_server(program), host, wanted, drain=DRAIN_SECONDS) as port:
        yield f"http://{f'[{host}]' if ':' in host else host}:{port}"


def picture_fetching(program: Program) -> PictureFetching:
    """Give what fetches citizens' pictures from the platform."""
    return PictureFetching(
        program.resources.database,
        program.client.media.octets,
        vault=program.vault,
        clock=program.clock,
        texts=program.texts,
    )


def jobs(program: Program) -> list[Job]:
    """Give what a worker does again and again."""
    return [
        Job("courier", partial(deliver, program), COURIER_SECONDS),
        Job("deadlines", program.delivery.deadlines.step, DEADLINES_SECONDS),
        Job("waiting", program.delivery.notes.renew, WAITING_SECONDS),
        Job("drafts", program.drafts.remind_due, DRAFTS_SECONDS),
        Job("index", program.keeper.renew, RENEWAL_SECONDS),
        Job("pictures", picture_fetching(program).step, PICTURES_SECONDS),
        Job("recovery", program.reception.recover, RECOVERY_SECONDS),
        Job("questions", program.carrier.carry, LOG_SECONDS),
        Job("gaps", partial(settle_gaps, program), GAPS_SECONDS),
        Job("dates", program.services.disclosure.recounting.recount, DATES_SECONDS),
        Job("reminders", partial(remind_of_due, program), REMINDERS_SECONDS),
        Job("incidents", program.services.complaints.sifting.step, INCIDENTS_SECONDS),
        Job("incident_steps", program.services.complaints.following.step, INCIDENTS_SECONDS),
        Job("tallies", program.services.complaints.folding.step, TALLIES_SECONDS),
        Job("appointments", program.services.appointments.upkeep.step, APPOINTMENTS_SECONDS),
        Job("subscriptions", partial(tell_subscribers, program), SUBSCRIPTIONS_SECONDS),
        Job("activities", program.services.activities.upkeep.step, APPOINTMENTS_SECONDS),
        Job("opinions", program.services.opinions.upkeep.step, OPINIONS_SECONDS),
        Job("codes", program.services.matters.messages.step, CODES_SECONDS),
        Job("questionnaires", program.services.questionnaires.upkeep.step, QUESTIONNAIRES_SECONDS),
        Job("other_doors", partial(try_doors, program), OTHER_DOORS_SECONDS),
        Job("inspections", partial(inspect, program), INSPECTIONS_SECONDS),
        Job("links", partial(try_links, program), INSPECTIONS_SECONDS),
        Job("web_pages", partial(look_at_pages, program), INSPECTIONS_SECONDS),
        Job("outlets", program.services.openness.outlets.step, OUTLETS_SECONDS),
        Job("staff_notices", program.services.staff_notices.step, STAFF_NOTICES_SECONDS),
        Job("old_staff_notices", program.services.staff_notices.sending.forget, STAFF_NOTICES_KEPT_SECONDS),
        Job("statistics", program.services.oversight.statistics.counting.step, STATISTICS_SECONDS),
        Job("alerts", partial(give_alerts, program), ALERTS_SECONDS),
        Job("answers", program.services.tickets.waiting_answers.step, ANSWERS_SECONDS),
        Job("consultations", program.services.procedure.consultation.step, CONSULTATIONS_SECONDS),
        Job("replies", program.services.procedure.delivery.settle, REPLIES_SECONDS),
        Job("notices", partial(follow_notices, program), FOLLOWING_SECONDS),
        Job("memory", RedisMemory(program.resources.redis).tend, MEMORY_SECONDS),
        Job("hotline", program.services.complaints.hotline_back.step, HOTLINE_SECONDS),
        Job("reseal", program.resealing.step, RESEAL_SECONDS),
        Job("retention", program.retention.step, RETENTION_SECONDS),
        Job("popular", partial(count_popular, program), POPULAR_SECONDS),
        Job("kiosks", kiosk_sessions(program).sweep, KIOSKS_SECONDS),
    ]


def background(program: Program) -> list[Coroutine[Any, Any, None]]:
    """Give the loops of a worker."""
    return [
        *map(run, jobs(program)),
        calendar_looks(program),
        noting(program),
        visiting(program),
        *fetching(program),
    ]


def noting(program: Program) -> Coroutine[Any, Any, None]:
    """Give the loop that hands on what citizens asked in this process."""
    return run(Job("notes", program.notes.flush, NOTES_SECONDS))


def visiting(program: Program) -> Coroutine[Any, Any, None]:
    """Give the loop that writes down how often pages of this process were opened."""
    return run(Job("visits", program.services.oversight.statistics.visits.flush, VISITS_SECONDS))


def calendar_looks(program: Program) -> Coroutine[Any, Any, None]:
    """Give the loop by which this process takes up what was signed or set in another: days off, addresses and hours."""
    return run(Job("calendar", partial(take_up, program), CALENDAR_SECONDS))


async def take_up(program: Program) -> int:
    """Look for what the desk has changed in what every answer counts on; give 1 where something was."""
    services = program.services
    looks = (services.holidays.refresh, services.places.refresh, services.openness.plan.refresh)
    return max([await look() for look in looks])


async def deliver(program: Program) -> int:
    """Take back what was taken back, then bring what is due; give how many parcels were taken up."""
    await program.services.subscriptions.newsroom.retract()
    return await program.delivery.courier.deliver_due()


async def tell_subscribers(program: Program) -> int:
    """Write some of the day's messages, then leave the database to others for a moment; give for how many."""
    count = await program.services.subscriptions.step()
    if count:
        await asyncio.sleep(SUBSCRIPTIONS_BREATH_SECONDS)
    return count


async def count_popular(program: Program) -> None:
    """Count anew what many ask; nothing follows at once from that."""
    await program.services.asked.popular.recount()


async def try_doors(program: Program) -> None:
    """Try the county's other doors that were not tried today, where calls over the network are allowed."""
    await program.services.other_doors.try_due(is_dead_in(program))


def is_dead_in(program: Program) -> Callable[[str], Awaitable[bool | None]]:
    """Give what tells whether nobody answers at an address; where calls over the network are not allowed it knows our own only."""
    trial = link_trial(program)

    async def is_dead(address: str) -> bool | None:
        found = await trial.check((address,))
        return bool(found.dead) if found.checked else None

    return is_dead


async def try_links(program: Program) -> int:
    """Try the links of some documents; give of how many."""
    return await program.services.oversight.link_rounds.step(is_dead_in(program))


async def look_at_pages(program: Program) -> int:
    """Look at some of the listed web pages, where calls over the network are allowed; give how many."""
    if not program.settings.link_check:
        return 0
    return await program.services.web_pages.step(link_trial(program).fetch)


async def inspect(program: Program) -> None:
    """Make the reports of the county's columns and links that are due."""
    await program.services.oversight.inspections.step(partial(health_of, program))


async def health_of(program: Program) -> Mapping[str, str]:
    """Tell how the program is, by name: what waits too long, what the platform refuses, whether answers can be looked up."""
    resources = program.resources
    waiting = await backlog.counter(resources.database, clock=program.clock)()
    alarms = await sounding(resources.redis, program.clock)()
    return {
        "index": "yes" if program.services.answering.index.reader is not None else "no",
        "undelivered": str(sum(row["count"] for row in waiting)),
        "quarantined": str(await Quarantine(resources.redis).count()),
        "alarms": str(alarms),
    }


async def remind_of_due(program: Program) -> None:
    """Put today's reminders of due dates on the desk, and count them."""
    for reader, count in (await program.services.disclosure.reminders.remind()).items():
        REMINDERS.labels(reader).inc(count)


async def give_alerts(program: Program) -> None:
    """Urge units whose day is near, and give the cards that the rules ask for."""
    await program.services.complaints.alerts.sweep()


async def follow_notices(program: Program) -> None:
    """Have the open requests follow each notice that was signed since: their dates, the list of what moved, the messages."""
    holidays, recounting = program.services.holidays, program.services.disclosure.recounting
    for number in await holidays.unfollowed():
        await holidays.refresh()
        await recounting.recount(number)
        await holidays.followed(number)


def fetching(program: Program) -> list[Coroutine[Any, Any, None]]:
    """Give the loop that fetches the vectors of passages, where an embedding service is configured."""
    understood = program.services.answering.understanding
    if understood is None:
        return []
    keeper = VectorKeeper(program.services.answering.index, understood)
    return [run(Job("vectors", keeper.look, VECTORS_SECONDS))]


async def settle_gaps(program: Program) -> None:
    """Run the saved questions on a generation that has come to serve, and close the gaps that it answers."""
    await program.services.asked.gaps.settle(program.services.answering.index.reader)


async def check_stores(program: Program) -> None:
    """Refuse to run on a schema of another version, where half of the steps would fail half-way, or with a wrong key.

    The calendar is in force before the first question comes.
    """
    if await current(program.resources.database) != newest():
        raise NotReadyError("api.schema_old")
    await check_keys(program.resources.database, program.vault)
    await program.services.holidays.refresh()
    await program.services.places.refresh()
    await program.services.openness.plan.refresh()


async def note_waiting(program: Program) -> None:
    """Tell Redis for whom parcels wait, so that turns need not look into the database until a worker comes round to it.

    Where a store is away they look.
    """
    with suppress(ServiceError):
        await program.delivery.notes.renew()


async def remember(book: PatternBook, folder: Path) -> None:
    """Keep what was compiled at this start for the next; a disk that takes nothing is no reason to stop."""
    try:
        await asyncio.to_thread(book.write, folder / PATTERNS)
    except OSError as error:
        log.warning("patterns not kept for the next start", extra={"reason": type(error).__name__})


def starting_words() -> str:
    """Give what a page says that waited for the program to load."""
    return Texts.load()("web.starting")


@asynccontextmanager
async def listening(program: Program, *, demo_logins: Sequence[DemoLogin] = ()) -> AsyncIterator[int]:
    """Serve HTTP in the block; give the port. Requests in hand are finished before it closes.

    Raises `SettingsError` when the port is taken.
    """
    with listening_place(program.settings.host, program.settings.port) as place:
        async with porch_at(place) as porch, admitting(program, porch, demo_logins=demo_logins):
            yield place.port


@asynccontextmanager
async def admitting(
    program: Program,
    porch: Porch,
    *,
    demo_logins: Sequence[DemoLogin] = (),
    loaded: Callable[[], object] | None = None,
) -> AsyncIterator[None]:
    """Answer in the block who stands on the porch and who comes; `loaded` is called before anybody is."""
    await program.keeper.ready()
    freeze_loaded_objects()
    app = application(program, demo_logins=demo_logins)
    if loaded is not None:
        loaded()
    async with admitted(app, porch, drain=DRAIN_SECONDS):
        log.info("serving", extra={"port": porch.place.port})
        yield


def freeze_loaded_objects() -> None:
    """Take the objects loaded at the start out of garbage collection: they stay, and searching them holds up turns.

    They are not searched for garbage first: hardly any is, and a twentieth of a start would go by.
    """
    give_back_spare()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, YOUNG_SWEEPS, MIDDLE_SWEEPS)


def stop_on_sigterm() -> asyncio.Event:
    """Watch for SIGTERM from now on; give the event that it sets.

    A program that is told to end while it starts ends as soon as it has started: killed half-way, it would leave its
    embedded Redis behind. Until it has started, Ctrl+C breaks off what it does.
    """
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    return stopped


async def until_stopped(stopped: asyncio.Event) -> None:
    """Wait until SIGTERM or SIGINT has come."""
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, stopped.set)
    await stopped.wait()

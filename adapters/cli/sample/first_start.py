"""What the sample county's services show at their first start: activities, drafts, questionnaires and a few who subscribed.

Their dates lie around the program's own day, so that something of each is open whenever that is.
"""

from adapters.cli.sample.activity_calendar import fill_calendar
from adapters.cli.sample.opinions import fill_opinions
from adapters.cli.sample.subscribers import fill_subscribers
from adapters.county import SAMPLE
from adapters.main import Program


async def fill_services(program: Program) -> None:
    """Bring everything through the program's own services; what is there already stays as it is."""
    await fill_calendar(program, SAMPLE)
    await fill_subscribers(program)
    await fill_opinions(program, SAMPLE)

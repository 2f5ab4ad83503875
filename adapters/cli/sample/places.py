"""Invented visits and remarks of nobody, so that the places at the desk are not empty at the first start."""

from adapters.main import Program
from handlers.places.remarks import RemarkBox
from handlers.places.visits import VisitWay
from handlers.talk.public_screen import KIOSK

VISITS = (
    ("zhengwu-center", VisitWay.SCAN, 6),
    ("zhengwu-center", VisitWay.KIOSK, 9),
    ("tushuguan", VisitWay.KIOSK, 4),
    ("tushuguan", VisitWay.SCAN, 2),
    ("binhe-shequ", VisitWay.KIOSK, 3),
)
REMARKS = (
    ("tushuguan", "二楼专架上的公报只到9月，请把10月、11月的补上。"),
    ("binhe-shequ", "居务公开栏的字太小，老人看不清，请印大一点。"),
)


async def fill_places(program: Program) -> None:
    """Count the visits and give the remarks to the staff, where nobody has been anywhere yet; a county without these places gets none."""
    counter, directory = program.services.visits, program.county.places
    if await counter.figures():
        return
    for key, way, times in VISITS:
        if directory.place(key):
            for _ in range(times):
                await counter.count(key, way)
    box = RemarkBox(program.texts, program.services.tickets.service.remark)
    for key, words in REMARKS:
        if place := directory.place(key):
            await box.put(place, words, channel=KIOSK, key=f"sample:{key}")

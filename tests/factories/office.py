"""An invented office and the calendar that tests count by."""

from handlers.county.office import Office
from handlers.workdays import load_calendar

OFFICE = Office.of(
    {
        "name": "示例县政府信息公开工作办公室",
        "phone": "0599-6612210",
        "address": "示例县人民路1号",
        "hours": "工作日 8:30—12:00，14:30—17:30",
        "review_organ": "示例市人民政府",
        "court": "示例县人民法院",
    }
)
CALENDAR = load_calendar()

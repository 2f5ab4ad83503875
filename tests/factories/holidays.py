"""The notice that the tests enter for 2027: invented, but sound."""

from handlers.holidays.notice import TypedNotice, checked

NUMBER = "国办发明电〔2026〕9号"
TITLE = "关于2027年节假日安排的通知（示例）"
ROWS = (
    ("元旦", "2027-01-01", "2027-01-03"),
    ("春节", "2027-02-05", "2027-02-12"),
    ("清明节", "2027-04-03", "2027-04-05"),
    ("劳动节", "2027-05-01", "2027-05-05"),
    ("端午节", "2027-06-09", ""),
    ("中秋节", "2027-09-15", "2027-09-15"),
    ("国庆节", "2027-10-01", "2027-10-07"),
)
MAKEUP = ("2026-12-26", "2027-02-14", "2027-05-08", "2027-10-09")


def typed(
    *,
    year: str = "2027",
    document_number: str = NUMBER,
    title: str = TITLE,
    holidays: tuple[tuple[str, str, str], ...] = ROWS,
    makeup_days: tuple[str, ...] = MAKEUP,
) -> TypedNotice:
    """Give the notice, parts of it replaced."""
    return checked(
        year, document_number=document_number, title=title, holidays=holidays, makeup_days=makeup_days
    )

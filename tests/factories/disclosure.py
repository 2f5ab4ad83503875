"""Applications as a citizen would file them; all numbers are invented and their areas unassigned."""

from datetime import UTC, datetime

from handlers.disclosure.case.fields import ApplicantKind, Application, Contact, Delivery
from handlers.disclosure.case.receipts import Origin

IDENTITY = "339901198503142016"
FILED_AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def application(
    *,
    information: str = "青岚县2025年财政决算报告",
    name: str = "李一鸣",
    identity: str = IDENTITY,
    agency: str = "",
) -> Application:
    return Application(
        information=information,
        applicant_kind=ApplicantKind.NATURAL,
        applicant_name=name,
        identity_number=identity,
        contact=Contact("13800001234"),
        delivery=Delivery.POST,
        delivery_address="青岚县石桥镇下坝村15号",
        notice_version="2026-1",
        notice_at=FILED_AT,
        agency=agency,
    )


def origin(form_id: str = "form-1", *, citizen: str = "openid-1") -> Origin:
    return Origin(form_id=form_id, citizen=citizen, channel="wechat", push_key=f"wechat:{form_id}")

"""Staff enter what came by a call or a visit; the caller hears it read back, where there is a way to reach anybody."""

from collections.abc import Mapping
from enum import StrEnum

from bot.errors import InputError, ProcedureError
from handlers.complaints.case.clerk import ComplaintClerk
from handlers.complaints.case.lifecycle import ARTICLES, ComplaintStep
from handlers.complaints.case.service import ComplaintOrigin, ComplaintReceipt, ComplaintService
from handlers.complaints.intake.doors import OtherDoor, door_of
from handlers.complaints.registration.filled import read_filled

FORM_LETTERS = 60


class DeskChannel(StrEnum):
    """By which way it came; the Chinese name is the text `complaints.channel.<value>`."""

    CALL = "call"
    VISIT = "visit"
    LETTER = "letter"


class DoorShownError(InputError):
    """What was told has another door; `door` says which. Whoever insists goes on."""

    def __init__(self, door: OtherDoor) -> None:
        super().__init__(f"complaints.door.{door.value}")
        self.door = door


class FilledRegistration:
    """Registers complaints that come filled in; another door is shown first, and counted."""

    def __init__(self, service: ComplaintService, *, county: str, version: str) -> None:
        """Take the service; `version` is that of the notice on personal data which the callers read out or show."""
        self._service = service
        self._county = county
        self._version = version

    async def by_staff(
        self, fields: Mapping[str, str], *, clerk: ComplaintClerk, form_id: str
    ) -> ComplaintReceipt:
        """Register what somebody at the office took down; the same form sent twice is one complaint.

        Raises `InputError` for a field that cannot be so or what was not read back, `ProcedureError` for whoever is not of
        the office.
        """
        if not clerk.at_office:
            raise ProcedureError("complaints.refused.actor", article=ARTICLES[ComplaintStep.SUBMIT])
        channel = fields.get("channel", "")
        if channel not in set(DeskChannel):
            raise InputError("complaints.filled.channel")
        # A letter without a name and a phone can be read back to nobody.
        reachable = channel != DeskChannel.LETTER or bool(fields.get("phone", "").strip())
        if reachable and not fields.get("confirmed"):
            raise InputError("complaints.filled.confirmed")
        noted = {"confirmed": "read_back" if reachable else "unreachable"}
        origin = ComplaintOrigin(_form(form_id), "", channel, by=clerk.login, noted=noted)
        return await self.register(fields, origin=origin, urgent=bool(fields.get("urgent")))

    async def register(
        self, fields: Mapping[str, str], *, origin: ComplaintOrigin, urgent: bool = False
    ) -> ComplaintReceipt:
        """Register what came filled in; raises `InputError`, as `DoorShownError` where another door is shown."""
        complaint = read_filled(fields, version=self._version, urgent=urgent)
        door = None if fields.get("insist") else door_of(complaint.told.what, county=self._county)
        if door is not None:
            await self._service.show_door(door.value)
            raise DoorShownError(door)
        return await self._service.submit(complaint, origin=origin)


def _form(typed: str) -> str:
    if not typed.startswith("desk:") or len(typed) > FORM_LETTERS:
        raise InputError("complaints.filled.form")
    return typed

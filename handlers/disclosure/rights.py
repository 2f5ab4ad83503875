"""What an applicant, and whoever keeps the case, may have done about the particulars of a request (PI46, art. 41).

Each method is one transaction, with a line in the case's log and an entry in the audit; neither holds a value.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError
from bot.privacy import Vault, mask_name, mask_phone
from handlers.disclosure.applicant.identity_papers import (
    OF_ORGANISATIONS,
    OF_PERSONS,
    IdentityPaper,
    mask_number,
    read_number,
)
from handlers.disclosure.application.addresses import address, mask_address
from handlers.disclosure.case import store
from handlers.disclosure.case.events import REMEDY_ENDED, REMEDY_OPENED
from handlers.disclosure.case.fields import ApplicantKind, CheckedField, applicant_name, contact_of
from handlers.disclosure.case.fields import contact as contact_field
from handlers.disclosure.case.particulars import (
    identity_fingerprint,
    name_fingerprint,
    open_particulars,
    representative_marks,
    representative_of,
    seal_particulars,
)
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.disclosure.case.retention import remedy_pending
from knowledge.text.persons import mask_question

PARTICULARS_CORRECTED = "particulars_corrected"


@dataclass(frozen=True, slots=True)
class ParticularsCorrection:
    """New values of particulars; an empty one leaves what is there. `person` answers an organisation's phone.

    `paper` and `rep_paper` say of which paper a new number is, where it is not of the one before; those of a representative
    are corrected only where somebody is represented.
    """

    name: str = ""
    identity: str = ""
    phone: str = ""
    person: str = ""
    address: str = ""
    paper: str = ""
    legal_representative: str = ""
    rep_name: str = ""
    rep_paper: str = ""
    rep_identity: str = ""

    @property
    def changes(self) -> dict[str, str]:
        """Give the values that are to change by their names."""
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name).strip())}


class ApplicantRights:
    """Corrects particulars, and notes when a review or a suit holds back their erasure."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def check(self, number: str, correction: ParticularsCorrection) -> dict[str, tuple[str, str]]:
        """Give what would change: by field the value before and after, both masked; an equal value is no change.

        Raises `InputError` for an unknown number, a request whose particulars were erased, or a wrong value.
        """
        async with self._database.reading() as tx:
            request = await _kept(tx, number)
        before, after = self._corrected(request, correction)
        return {
            name: (_masked(name, before.get(name, ""), request), _masked(name, after[name], request))
            for name in correction.changes
            if before.get(name, "") != after[name]
        }

    async def correct(
        self, number: str, correction: ParticularsCorrection, *, actor: str, reason: str
    ) -> tuple[str, ...]:
        """Change particulars; give which. What was asked for stays: that is corrected by art. 30.

        Raises `InputError` as `check` does, and when no reason is given.
        """
        _require(reason)
        async with self._database.transaction() as tx:
            request = await _kept(tx, number, lock=True)
            before, after = self._corrected(request, correction)
            changed = tuple(name for name in after if before.get(name, "") != after[name])
            if not changed:
                return ()
            request.applicant = seal_particulars(self._vault, number, after)
            request.name_masked = _masked("name", after["name"], request)
            request.name_fingerprint = name_fingerprint(self._vault, after["name"])
            request.identity_fingerprint = identity_fingerprint(self._vault, after["identity"])
            for column, value in representative_marks(self._vault, representative_of(after)).items():
                setattr(request, column, value)
            detail = {"fields": " ".join(changed)}
            await self._noted(tx, number, PARTICULARS_CORRECTED, actor=actor, reason=reason, detail=detail)
        return changed

    async def note_remedy(self, number: str, *, pending: bool, actor: str, reason: str) -> bool:
        """Note that a review or a suit began or ended; give False when that was noted already.

        Raises `InputError` for an unknown number, erased particulars, or without a reason.
        """
        _require(reason)
        async with self._database.transaction() as tx:
            await _kept(tx, number, lock=True)
            if remedy_pending(await store.log_of(tx, [number])) is pending:
                return False
            await self._noted(
                tx, number, REMEDY_OPENED if pending else REMEDY_ENDED, actor=actor, reason=reason
            )
        return True

    async def _noted(
        self,
        tx: AsyncSession,
        number: str,
        kind: str,
        *,
        actor: str,
        reason: str,
        detail: Mapping[str, str] | None = None,
    ) -> None:
        now = self._clock.now()
        store.note(tx, number, kind=kind, at=now, actor=actor, detail=dict(detail or {}))
        kept = {**(detail or {}), "reason": mask_question(reason.strip())}
        action = f"disclosure:{kind.replace('_', '-')}"
        await audit.record(tx, action, actor=actor, subject=number, now=now, detail=kept)

    def _corrected(
        self, request: DisclosureRequestRecord, correction: ParticularsCorrection
    ) -> tuple[dict[str, str], dict[str, str]]:
        before = open_particulars(self._vault, request.number, request.applicant)
        kind, changes = ApplicantKind(request.applicant_kind), correction.changes
        after = dict(before)
        if "name" in changes:
            after["name"] = _value(applicant_name(changes["name"], kind=kind))
        for prefix in ("", "rep_"):
            if changes.keys() & {f"{prefix}identity", f"{prefix}paper"}:
                after |= self._paper(prefix, before, changes, kind)
        for name in ("legal_representative", "rep_name"):
            if name in changes:
                _has_place(name, before, kind)
                after[name] = _value(applicant_name(changes[name], kind=ApplicantKind.NATURAL))
        if changes.keys() & {"phone", "person"}:
            told = f"{changes.get('person', before['person'])} {changes.get('phone', before['phone'])}"
            read = contact_of(_value(contact_field(told.strip(), kind=kind)))
            after |= {"phone": read.phone, "person": read.person}
        if "address" in changes:
            after["address"] = _value(address(changes["address"]))
        return before, after

    def _paper(
        self, prefix: str, before: Mapping[str, str], changes: Mapping[str, str], kind: ApplicantKind
    ) -> dict[str, str]:
        """Give paper and number after a correction; a number that only looks unusual is taken, since somebody saw the paper."""
        _has_place(f"{prefix}identity", before, kind)
        organisation = not prefix and kind is ApplicantKind.ORGANISATION
        usual = IdentityPaper.CREDIT_CODE if organisation else IdentityPaper.RESIDENT
        named = changes.get(f"{prefix}paper") or before.get(f"{prefix}paper") or usual
        if named not in (OF_ORGANISATIONS if organisation else OF_PERSONS):
            raise InputError("disclosure.fault.paper_unlisted")
        number = changes.get(f"{prefix}identity") or before[f"{prefix}identity"]
        read = read_number(IdentityPaper(named), number, today=local_date(self._clock.now()))
        if read.refused:
            raise InputError(f"disclosure.fault.{read.fault}")
        return {f"{prefix}paper": named, f"{prefix}identity": read.number}


def _has_place(name: str, before: Mapping[str, str], kind: ApplicantKind) -> None:
    """Refuse a value of somebody who is not there: a representative of nobody, a person's legal representative."""
    if name.startswith("rep_") and not before.get("rep_name"):
        raise InputError("disclosure.refused.unrepresented")
    if name == "legal_representative" and kind is ApplicantKind.NATURAL:
        raise InputError("disclosure.refused.no_organisation")


async def _kept(tx: AsyncSession, number: str, *, lock: bool = False) -> DisclosureRequestRecord:
    request = await store.by_number(tx, number, lock=lock)
    if request is None:
        raise InputError("disclosure.refused.no_case", number=number)
    if not request.applicant:
        raise InputError("disclosure.refused.erased", number=number)
    return request


def _require(reason: str) -> None:
    if not reason.strip():
        raise InputError("disclosure.refused.rights_reason")


def _value(checked: CheckedField) -> str:
    if checked.fault:
        raise InputError(f"disclosure.fault.{checked.fault}")
    return checked.value


def _masked(name: str, value: str, request: DisclosureRequestRecord) -> str:
    natural = request.applicant_kind == ApplicantKind.NATURAL
    public = {"paper", "rep_paper", *(() if natural else ("name", "identity"))}
    if not value or name in public:
        # Names and codes of organisations are public (disclosure-rules §14).
        return value
    masks = {
        "name": mask_name,
        "person": mask_name,
        "identity": mask_number,
        "rep_name": mask_name,
        "rep_identity": mask_number,
        "legal_representative": mask_name,
        "phone": mask_phone,
        "address": mask_address,
    }
    return masks[name](value)

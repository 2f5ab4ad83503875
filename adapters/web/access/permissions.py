"""The one table of both consoles and of everybody's own account: every route, and the duty it takes. A route that is missing here is not served."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from knowledge.publication.lifecycle import KEEPERS, Duty
from knowledge.publication.withheld.lifecycle import READERS


class Reach(StrEnum):
    """How far a duty reaches where a record is a unit's.

    `all`: to every record. `own`: to those of the account's own unit. `open`: to all but those of another unit; an
    account without a unit is the office's own and sees to every unit's.
    """

    ALL = "all"
    OWN = "own"
    OPEN = "open"

    def covers(self, own: str, unit: str) -> bool:
        """Whether somebody of the unit `own` reaches a record of `unit`; empty text is no unit."""
        if self is Reach.OWN:
            return bool(own) and own == unit
        return self is Reach.ALL or not own or not unit or own == unit


@dataclass(frozen=True, slots=True)
class Need:
    """One way to be allowed: any of these duties, as far as it reaches."""

    duties: frozenset[Duty]
    reach: Reach = Reach.ALL


Needs = tuple[Need, ...]
_ALL: Needs = (Need(KEEPERS),)
_DRAFT: Needs = (Need(frozenset({Duty.DRAFT})),)
_REGISTER: Needs = (Need(READERS),)
_STAFF: Needs = (Need(frozenset({Duty.SERVE})),)
_DESK: Needs = (Need(frozenset({Duty.SERVE, Duty.CASE})),)
# Which step is whose, and whose case it is: `handlers/disclosure/case/lifecycle.py` and `clerk.py` beside it.
_CASE: Needs = (Need(frozenset({Duty.CASE})),)
# A question put to one unit is answered by that unit, or by the office.
_TICKET: Needs = (Need(frozenset({Duty.SERVE}), Reach.OPEN),)
# Who tries the answers may say what they should have been; whoever only oversees changes nothing.
_JUDGE: Needs = (Need(KEEPERS - {Duty.OVERSEE}),)
# Whoever carries the final review answers for what the must-pass questions let through.
_FINAL: Needs = (Need(frozenset({Duty.FINAL})),)
# A gap is closed by those who keep the documents, by the head of the office, or by the line unit it was given to.
_GAP: Needs = (Need(frozenset({Duty.DRAFT, Duty.FINAL})), Need(frozenset({Duty.LINE}), Reach.OWN))
# Those who write keep sayings; what makes must-pass questions worse is kept by the final review only, as of documents.
_SAYING: Needs = (Need(frozenset({Duty.DRAFT, Duty.FINAL})),)
_REVIEW: Needs = (Need(KEEPERS - {Duty.OVERSEE}),)
# Whoever is logged in sees to the own account.
_OWN: Needs = (Need(frozenset(Duty)),)
# Accounts are the administrators'; nobody changes the own one's rights: `handlers/accounts/administration.py`.
_OVERSEE: Needs = (Need(frozenset({Duty.OVERSEE})),)

ROUTES: Mapping[str, Needs] = {
    "GET /account": _OWN,
    "POST /account/sessions/end": _OWN,
    "POST /account/sessions/end-others": _OWN,
    "GET /account/password": _OWN,
    "POST /account/password": _OWN,
    "GET /account/factor": _OWN,
    "POST /account/factor": _OWN,
    "POST /account/factor/off": _OWN,
    "GET /staff": _DESK,
    "GET /staff/": _DESK,
    "GET /staff/undelivered": _STAFF,
    "POST /staff/undelivered/{number}/again": _STAFF,
    "GET /staff/tickets/{number}": _STAFF,
    "GET /staff/tickets/{number}/pictures/{id}": _STAFF,
    "POST /staff/tickets/{number}/answer": _TICKET,
    "POST /staff/tickets/{number}/close": _TICKET,
    "POST /staff/tickets/{number}/claim": _TICKET,
    "POST /staff/tickets/{number}/transfer": _TICKET,
    "POST /staff/tickets/{number}/note": _TICKET,
    "POST /staff/tickets/{number}/watch": _TICKET,
    "POST /staff/tickets/{number}/merge": _TICKET,
    "POST /staff/tickets/{number}/call-back": _TICKET,
    "POST /staff/ticket-files/{number}": _TICKET,
    "GET /staff/ticket-files/{number}/{id}": _STAFF,
    "POST /staff/ticket-files/{number}/{id}/remove": _TICKET,
    # Each unit changes its own prepared words: `handlers/tickets/desk/canned_texts.py`.
    "GET /staff/canned": _STAFF,
    "POST /staff/canned": _STAFF,
    "POST /staff/canned/drop": _STAFF,
    # Whose complaint it is, and whose step: `handlers/complaints/case/clerk.py` and `lifecycle.py` beside it.
    "GET /staff/appointments": _STAFF,
    "POST /staff/appointments/check-in": _STAFF,
    "POST /staff/appointments/visits/{number}/steps/{step}": _STAFF,
    "POST /staff/appointments/visits/{number}/priority": _STAFF,
    "GET /staff/appointments/load": _STAFF,
    "GET /staff/appointments/home": _STAFF,
    "GET /staff/appointments/home/{number}": _STAFF,
    "POST /staff/appointments/home/{number}/assign": _STAFF,
    "POST /staff/appointments/home/{number}/steps/{step}": _STAFF,
    "GET /staff/appointments/rules": _STAFF,
    "POST /staff/appointments/rules": _STAFF,
    "POST /staff/appointments/rules/{number}/withdraw": _STAFF,
    "GET /staff/subscriptions": _STAFF,
    # Whose address it is: `handlers/staff_notices/addresses.py`.
    "GET /staff/notices": _DESK,
    "POST /staff/notices": _DESK,
    "POST /staff/notices/{address}/{deed}": _DESK,
    "POST /staff/notices/sent/{number}/again": _DESK,
    # Whoever serves citizens may ask on somebody's behalf; nothing is written by it.
    "GET /staff/ask": _DESK,
    "GET /staff/places": _STAFF,
    "GET /staff/places/{place}": _STAFF,
    "POST /staff/places/{place}": _STAFF,
    "GET /staff/binding": _STAFF,
    "POST /staff/binding/look": _STAFF,
    "POST /staff/binding/confirm": _STAFF,
    "POST /staff/binding/refuse": _STAFF,
    "POST /staff/binding/person": _STAFF,
    "POST /staff/binding/end": _STAFF,
    "GET /staff/matters": _STAFF,
    "POST /staff/matters/import": _STAFF,
    "GET /staff/credit": _STAFF,
    "POST /staff/credit/import": _STAFF,
    "GET /staff/activities": _STAFF,
    "GET /staff/activities/new": _STAFF,
    "POST /staff/activities/new": _STAFF,
    "GET /staff/activities/{number}": _STAFF,
    "GET /staff/activities/{number}/plan": _STAFF,
    "POST /staff/activities/{number}/plan": _STAFF,
    "POST /staff/activities/{number}/steps/{step}": _STAFF,
    "POST /staff/activities/{number}/call-off": _STAFF,
    "POST /staff/activities/{number}/check-in": _STAFF,
    "POST /staff/activities/{number}/names": _STAFF,
    "POST /staff/activities/{number}/register": _STAFF,
    "POST /staff/activities/{number}/signups/{signup}/{step}": _STAFF,
    "POST /staff/activities/{number}/issues": _STAFF,
    "POST /staff/activities/{number}/issues/{issue}/{step}": _STAFF,
    # Whoever wrote a draft or a questionnaire does not publish it: `handlers/opinions/collecting/desk.py`.
    "GET /staff/opinions": _STAFF,
    "GET /staff/opinions/new": _STAFF,
    "POST /staff/opinions/new": _STAFF,
    "GET /staff/opinions/{number}": _STAFF,
    "GET /staff/opinions/{number}/edit": _STAFF,
    "GET /staff/opinions/{number}/opinions.xlsx": _STAFF,
    "POST /staff/opinions/{number}/edit": _STAFF,
    "POST /staff/opinions/{number}/steps/{step}": _STAFF,
    "POST /staff/opinions/{number}/groups": _STAFF,
    "POST /staff/opinions/{number}/decide": _STAFF,
    "POST /staff/opinions/{number}/sort": _STAFF,
    "GET /staff/contacts": _STAFF,
    "POST /staff/contacts": _STAFF,
    "GET /staff/projects": _STAFF,
    "GET /staff/projects/new": _STAFF,
    "POST /staff/projects/new": _STAFF,
    "GET /staff/projects/{number}": _STAFF,
    "POST /staff/projects/{number}": _STAFF,
    "POST /staff/projects/{number}/entries": _STAFF,
    "POST /staff/projects/{number}/publish": _STAFF,
    "POST /staff/project-photos/{number}": _STAFF,
    "GET /staff/project-photos/{number}/pictures/{id}": _STAFF,
    "POST /staff/project-photos/{number}/choose": _STAFF,
    "POST /staff/project-photos/{number}/remove": _STAFF,
    "GET /staff/questionnaires": _STAFF,
    "GET /staff/questionnaires/new": _STAFF,
    "POST /staff/questionnaires/new": _STAFF,
    "GET /staff/questionnaires/{number}": _STAFF,
    "GET /staff/questionnaires/{number}/edit": _STAFF,
    "POST /staff/questionnaires/{number}/edit": _STAFF,
    "POST /staff/questionnaires/{number}/steps/{step}": _STAFF,
    "GET /staff/questionnaires/{number}/results.xlsx": _STAFF,
    "GET /staff/questionnaires/{number}/code.png": _STAFF,
    "GET /staff/complaints": _CASE,
    "GET /staff/complaints/new": _CASE,
    "POST /staff/complaints/new": _CASE,
    "GET /staff/complaints/{number}": _CASE,
    "POST /staff/complaints/{number}/steps/{step}": _CASE,
    "POST /staff/complaints/{number}/note": _CASE,
    "POST /staff/complaints/{number}/reveal": _CASE,
    "GET /staff/complaints/{number}/pictures/{id}": _CASE,
    "POST /staff/complaints/{number}/wall": _CASE,
    "POST /staff/complaints/{number}/wall/{wall}/lift": _CASE,
    "POST /staff/complaints/{number}/permit": _CASE,
    "POST /staff/complaints/{number}/join": _CASE,
    "POST /staff/complaints/{number}/part": _CASE,
    "POST /staff/complaints/{number}/urge": _CASE,
    "POST /staff/complaints/{number}/oversee": _CASE,
    "POST /staff/complaints/{number}/alerts/{alert}/lift": _CASE,
    "POST /staff/complaints/{number}/caller": _CASE,
    "POST /staff/complaint-evidence/{number}": _CASE,
    "GET /staff/complaint-evidence/{number}/pictures/{id}": _CASE,
    "POST /staff/complaints/{number}/exclusion": _CASE,
    "GET /staff/complaints/{number}/bundle.pdf": _CASE,
    "GET /staff/complaints/{number}/publication": _CASE,
    "POST /staff/complaints/{number}/publication": _CASE,
    "GET /staff/measures": _CASE,
    "GET /staff/measures.xlsx": _CASE,
    "GET /staff/measures/cases": _CASE,
    "POST /staff/measures/exclusions/{id}/approve": _CASE,
    "POST /staff/measures/exclusions/{id}/refuse": _CASE,
    "GET /staff/incidents": _CASE,
    "GET /staff/incidents/{number}": _CASE,
    "POST /staff/incidents/{number}/lead": _CASE,
    "POST /staff/incidents/{number}/detach": _CASE,
    "POST /staff/incidents/{number}/merge": _CASE,
    "POST /staff/incidents/{number}/close": _CASE,
    "POST /staff/incidents/{number}/message": _CASE,
    "POST /staff/incidents/{number}/message/{id}/approve": _CASE,
    "GET /staff/statistics": _STAFF,
    "GET /staff/statistics.xlsx": _STAFF,
    "GET /staff/statistics/rows": _STAFF,
    "GET /staff/statistics/outside": _STAFF,
    "POST /staff/statistics/outside": _STAFF,
    "GET /staff/report": _CASE,
    "GET /staff/report/cases": _CASE,
    "GET /staff/report/remedies": _CASE,
    # For the people of the county's own office only: `handlers/disclosure/case/clerk.py`.
    "GET /staff/report/county": _CASE,
    "GET /staff/report/county/cases": _CASE,
    "GET /staff/report/table": _CASE,
    "GET /staff/report/table/cases": _CASE,
    "GET /staff/hotline": _CASE,
    "POST /staff/hotline/import": _CASE,
    "GET /staff/hotline/export.xlsx": _CASE,
    "GET /staff/hotline/export.csv": _CASE,
    "POST /staff/hotline/again": _CASE,
    "GET /staff/requests/new": _CASE,
    "POST /staff/requests/new": _CASE,
    "GET /staff/requests.csv": _CASE,
    "GET /staff/requests.xlsx": _CASE,
    "GET /staff/requests/{number}": _CASE,
    "POST /staff/requests/{number}/steps/{step}": _CASE,
    "POST /staff/requests/{number}/note": _CASE,
    "POST /staff/requests/{number}/handler": _CASE,
    "POST /staff/requests/{number}/call": _CASE,
    "POST /staff/requests/{number}/service-letter": _CASE,
    # The ticket's talk is shown to those who serve only.
    "POST /staff/requests/{number}/ticket": _STAFF,
    "POST /staff/requests/{number}/gap": _CASE,
    "POST /staff/requests/{number}/reveal": _CASE,
    "GET /staff/requests/{number}/letters/{place}": _CASE,
    "GET /staff/requests/{number}/pictures/{id}": _CASE,
    "GET /staff/requests/{number}/decision": _CASE,
    "POST /staff/requests/{number}/decision": _CASE,
    "POST /staff/requests/{number}/decision/drop": _CASE,
    "POST /staff/requests/{number}/decision/settle": _CASE,
    "POST /staff/requests/{number}/particulars": _CASE,
    "POST /staff/disclosure-authority/{number}": _CASE,
    "POST /staff/disclosure-authority/{number}/finding": _CASE,
    "GET /staff/disclosure-authority/{number}/pictures/{id}": _CASE,
    "GET /staff/documents/of/{number}": _CASE,
    "POST /staff/documents/of/{number}": _CASE,
    "GET /staff/documents/{id}": _CASE,
    "GET /staff/documents/{id}/pages/{page}": _CASE,
    "POST /staff/documents/{id}/cover": _CASE,
    "POST /staff/documents/{id}/uncover": _CASE,
    "POST /staff/documents/{id}/copies": _CASE,
    "POST /staff/documents/{id}/stays": _CASE,
    "GET /staff/copies/{id}": _CASE,
    # Whoever made a copy does not check it: `handlers/disclosure/released/service.py`.
    "POST /staff/copies/{id}/check": _CASE,
    "POST /staff/copies/{id}/propose": _CASE,
    "GET /staff/calendar": _STAFF,
    "POST /staff/calendar": _STAFF,
    "GET /staff/calendar/{number}": _STAFF,
    # Whoever entered a notice does not sign it: `handlers/holidays/service.py`.
    "POST /staff/calendar/{number}/sign": _STAFF,
    "POST /staff/calendar/{number}/discard": _STAFF,
    "GET /operators": _ALL,
    "GET /operators/": _ALL,
    # Which duty a batch takes depends on its action: `knowledge/publication/batches/service.py`.
    "POST /operators/batch": _ALL,
    "GET /operators/batches": _ALL,
    "GET /operators/batches/{number}": _ALL,
    "POST /operators/batches/{number}/go": _ALL,
    "POST /operators/batches/{number}/confirm": _ALL,
    "POST /operators/batches/{number}/recall": _ALL,
    "POST /operators/batches/{number}/undo": _ALL,
    "GET /operators/due": _ALL,
    "POST /operators/due/{id}/checked": _DRAFT,
    "POST /operators/due/{id}/confirmed": _DRAFT,
    "GET /operators/unit-phones": _ALL,
    "POST /operators/unit-phones": _DRAFT,
    "GET /operators/texts": _ALL,
    "POST /operators/texts": _DRAFT,
    "GET /operators/catalogue.xlsx": _ALL,
    "GET /operators/catalogue.csv": _ALL,
    "GET /operators/waived": _ALL,
    "POST /operators/waived": _DRAFT,
    "GET /operators/waived.csv": _ALL,
    "GET /operators/import": _DRAFT,
    "POST /operators/import": _DRAFT,
    "GET /operators/import/{token}": _DRAFT,
    "POST /operators/import/{token}": _DRAFT,
    "GET /operators/import/{token}/result": _DRAFT,
    "GET /operators/templates/{name}": _DRAFT,
    "GET /operators/source-files/{number}": _ALL,
    "GET /operators/discards": _DRAFT,
    "POST /operators/discards": _DRAFT,
    "POST /operators/discards/{id}": _DRAFT,
    "POST /operators/import/{token}/stop": _DRAFT,
    "GET /operators/try": _ALL,
    "GET /operators/questions": _ALL,
    # Whoever keeps the documents may stop the answers; what was switched, and by whom, stays on the page.
    "GET /operators/switches": _ALL,
    "POST /operators/switches": _REVIEW,
    "POST /operators/switches/{number}/lift": _REVIEW,
    "GET /operators/questions.xlsx": _ALL,
    "GET /operators/questions.csv": _ALL,
    "GET /operators/popular": _ALL,
    "POST /operators/popular": _DRAFT,
    "GET /operators/gaps": _ALL,
    "GET /operators/gaps/{number}": _ALL,
    "POST /operators/gaps/{number}/assign": _DRAFT,
    "POST /operators/gaps/{number}/link": _GAP,
    "POST /operators/gaps/{number}/close": _GAP,
    "POST /operators/gaps/{number}/reopen": _GAP,
    "GET /operators/regression": _ALL,
    "POST /operators/regression": _JUDGE,
    "GET /operators/regression/confirmed.jsonl": _ALL,
    "POST /operators/regression/{number}/drop": _FINAL,
    "GET /operators/rehearsals/{id}": _ALL,
    "POST /operators/rehearsals/{id}": _FINAL,
    "GET /operators/scans/{id}": _ALL,
    "POST /operators/scans/{id}": _DRAFT,
    "GET /operators/scan-pictures/{id}": _ALL,
    "GET /operators/proposals/{id}": _ALL,
    "POST /operators/proposals/{id}": _DRAFT,
    "GET /operators/withheld": _REGISTER,
    "GET /operators/withheld/new": _DRAFT,
    "POST /operators/withheld/new": _DRAFT,
    "GET /operators/withheld/{number}": _REGISTER,
    "POST /operators/withheld/{number}/amend": _DRAFT,
    "POST /operators/withheld/{number}/view": (Need(frozenset({Duty.FINAL, Duty.OVERSEE})),),
    # Checking is the reviewer's, sealing the head's: `knowledge/publication/withheld/lifecycle.py`.
    "POST /operators/withheld/{number}/take": (Need(frozenset({Duty.FIRST, Duty.FINAL})),),
    "GET /operators/outlets": _ALL,
    "POST /operators/outlets/again": _REVIEW,
    "GET /operators/openness": _ALL,
    "GET /operators/openness.xlsx": _ALL,
    "GET /operators/openness/reports/{number}": _ALL,
    "GET /operators/report": _ALL,
    "GET /operators/report.xlsx": _ALL,
    "GET /operators/report.csv": _ALL,
    "GET /operators/pick": _ALL,
    "GET /operators/editor": _DRAFT,
    "POST /operators/editor": _DRAFT,
    "POST /operators/preview": _DRAFT,
    "GET /operators/editor/{id}": _DRAFT,
    "POST /operators/editor/{id}": _DRAFT,
    "GET /operators/versions/{id}": _ALL,
    "POST /operators/versions/{id}": _DRAFT,
    "GET /operators/words": _ALL,
    "POST /operators/words": _DRAFT,
    "POST /operators/words/drop": _DRAFT,
    "GET /operators/sayings": _ALL,
    "GET /operators/sayings.csv": _ALL,
    "POST /operators/sayings/preview": _SAYING,
    "POST /operators/sayings": _SAYING,
    "POST /operators/abolitions/{id}": _DRAFT,
    "GET /operators/sheets/{id}": _ALL,
    "GET /operators/submissions/{id}": _DRAFT,
    "POST /operators/submissions/{id}": _DRAFT,
    "POST /operators/corrections/{id}": _DRAFT,
    "GET /operators/reviews": _ALL,
    "GET /operators/paths": _ALL,
    "GET /operators/reviews/{id}": _ALL,
    # Which review or check is whose: `knowledge/publication/lifecycle.py`.
    "POST /operators/reviews/{id}": _REVIEW,
    # One person is enough to take a single wrong document out of the answers.
    "POST /operators/documents/{id}/withdraw": _ALL,
    "GET /operators/documents/{id}": _ALL,
    # So is it for a photo on which somebody could be recognised.
    "GET /operators/document-photos/{id}": _ALL,
    "POST /operators/document-photos/{id}/remove": _ALL,
    "GET /operators/document-photos/{id}/cover": _ALL,
    "POST /operators/document-photos/{id}/cover": _ALL,
    "GET /operators/accounts": _OVERSEE,
    "GET /operators/accounts/{login}": _OVERSEE,
    "POST /operators/accounts/{login}/reset": _OVERSEE,
    "POST /operators/accounts/{login}/roles": _OVERSEE,
    "POST /operators/accounts/{login}/unit": _OVERSEE,
    "POST /operators/accounts/{login}/disable": _OVERSEE,
    "POST /operators/accounts/{login}/enable": _OVERSEE,
    "POST /operators/accounts/{login}/sessions/end": _OVERSEE,
    "POST /operators/accounts/{login}/sessions/end-all": _OVERSEE,
    "POST /operators/accounts/{login}/factor/off": _OVERSEE,
}
# Behind these, people's data stand in clear: tickets with their talks, pictures, an applicant revealed, documents that were found
# for a request, what is withheld.
CLEAR_DATA = (
    "GET /staff/tickets/{number}",
    "GET /staff/tickets/{number}/pictures/{id}",
    "GET /staff/ticket-files/{number}/{id}",
    "GET /staff/requests/{number}/pictures/{id}",
    "GET /staff/complaints/{number}",
    "GET /staff/complaints/{number}/pictures/{id}",
    "GET /staff/complaints/{number}/bundle.pdf",
    "GET /staff/complaint-evidence/{number}/pictures/{id}",
    "GET /staff/project-photos/{number}/pictures/{id}",
    "POST /staff/complaints/{number}/reveal",
    "POST /staff/requests/{number}/reveal",
    "POST /staff/binding/look",
    "POST /staff/binding/person",
    "GET /staff/documents/{id}/pages/{page}",
    "GET /staff/copies/{id}",
    "POST /operators/withheld/{number}/view",
)

"""What the statistics count, over every service: one table, as docs/figures.md writes it."""

from handlers.activities.programme.lifecycle import ActivityState
from handlers.activities.programme.records import ActivityRecord
from handlers.activities.signup.lifecycle import SignupState
from handlers.activities.signup.records import SignupRecord
from handlers.appointments.booking.lifecycle import AppointmentState
from handlers.appointments.booking.records import AppointmentRecord
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.measures.figure import CountedAs
from handlers.complaints.measures.records import ComplaintFactRecord
from handlers.opinions.collecting.records import OpinionRecord, PublicDraftRecord
from handlers.outlets.records import OutletItemRecord
from handlers.places.records import PlaceVisitRecord
from handlers.questionnaires.collecting.records import QuestionnaireReplyRecord
from handlers.ratings.records import RatingRecord
from handlers.ratings.store import SATISFIED_FROM
from handlers.statistics.ledger import ASKED_BY, CAME, VISITS
from handlers.statistics.measure import Measure
from handlers.statistics.records import FigureDayRecord
from handlers.tickets.records import TicketRecord
from knowledge.documents.document import Kind
from knowledge.documents.records import DocumentRecord
from knowledge.questions.records import QuestionRecord

QUESTION = "question"
Document, Question, Ticket = DocumentRecord, QuestionRecord, TicketRecord
Line, Visit = FigureDayRecord, PlaceVisitRecord
Complaint, Fact, Rating = ComplaintRecord, ComplaintFactRecord, RatingRecord
Appointment, Activity, Signup = AppointmentRecord, ActivityRecord, SignupRecord
# As whom a complaint counts stands beside it; one that is left out counts nowhere.
_COUNTED = (Fact.number == Complaint.number, Fact.excluded == "")
_ENDED = (*_COUNTED, Fact.figure != CountedAs.RUNNING)
_TICKETS = (Ticket.kind == QUESTION, Ticket.merged_into == "")
OVER = (AppointmentState.SERVED.value, AppointmentState.MISSED.value, AppointmentState.CANCELLED.value)
_HELD = (ActivityState.PUBLISHED.value, ActivityState.CLOSED.value)
_GUIDES = (Document.kind == Kind.GUIDE, Document.public_version.is_not(None))
_READ = "/m/documents/{number}"

MEASURES = (
    Measure(
        "published",
        Document.dated_on,
        Document.id,
        (Document.public_version.is_not(None), Document.kind != Kind.FAQ),
        by=Document.kind,
        title=Document.title,
        opens=_READ,
    ),
    Measure(
        "guides", Document.updated_at, Document.id, _GUIDES, title=Document.title, opens=_READ, standing=True
    ),
    Measure(
        "guides_online",
        Document.updated_at,
        Document.id,
        (*_GUIDES, Document.online.is_(True)),
        title=Document.title,
        opens=_READ,
        standing=True,
    ),
    Measure(
        "fed",
        OutletItemRecord.shown_at,
        OutletItemRecord.document_id,
        (OutletItemRecord.shown_at.is_not(None),),
        by=OutletItemRecord.outlet,
        title=OutletItemRecord.title,
        opens=_READ,
    ),
    Measure(
        "questions",
        Question.asked_at,
        Question.id,
        by=Question.outcome,
        title=Question.question,
        perishable=True,
    ),
    Measure(
        ASKED_BY,
        Question.asked_at,
        Question.id,
        by=Question.channel,
        title=Question.question,
        perishable=True,
    ),
    Measure(
        VISITS, Line.day, Line.branch, (Line.measure == VISITS,), by=Line.branch, weight=Line.count, kept=True
    ),
    Measure(CAME, Visit.day_on, Visit.place, by=Visit.way, weight=Visit.total),
    Measure(
        "tickets", Ticket.opened_at, Ticket.number, _TICKETS, opens="/staff/tickets/{number}", perishable=True
    ),
    Measure(
        "tickets_answered",
        Ticket.opened_at,
        Ticket.number,
        (*_TICKETS, Ticket.answered_at.is_not(None)),
        opens="/staff/tickets/{number}",
        perishable=True,
    ),
    Measure(
        "complaints",
        Complaint.submitted_at,
        Complaint.number,
        _COUNTED,
        by=Fact.figure,
        opens="/staff/complaints/{number}",
    ),
    Measure(
        "complaints_late",
        Complaint.submitted_at,
        Complaint.number,
        (*_ENDED, Fact.late.is_(True)),
        opens="/staff/complaints/{number}",
    ),
    Measure(
        "complaints_rated",
        Complaint.submitted_at,
        Complaint.number,
        (*_ENDED, Fact.rated.is_(True)),
        opens="/staff/complaints/{number}",
    ),
    Measure(
        "complaints_satisfied",
        Complaint.submitted_at,
        Complaint.number,
        (*_ENDED, Fact.rated.is_(True), Fact.satisfied.is_(True)),
        opens="/staff/complaints/{number}",
    ),
    Measure("appointments", Appointment.made_at, Appointment.number, perishable=True),
    Measure(
        "visits_ended",
        Appointment.day,
        Appointment.number,
        (Appointment.state.in_(OVER),),
        by=Appointment.state,
        perishable=True,
    ),
    Measure(
        "activities",
        Activity.day,
        Activity.number,
        (Activity.state.in_(_HELD),),
        title=Activity.title,
        opens="/staff/activities/{number}",
    ),
    Measure("signups", Signup.made_at, Signup.number, perishable=True),
    Measure(
        "attended",
        Signup.arrived_at,
        Signup.number,
        (Signup.state == SignupState.ATTENDED.value,),
        perishable=True,
    ),
    Measure(
        "drafts",
        PublicDraftRecord.opens_on,
        PublicDraftRecord.number,
        (PublicDraftRecord.opens_on.is_not(None),),
        title=PublicDraftRecord.title,
        opens="/staff/opinions/{number}",
    ),
    Measure("opinions", OpinionRecord.made_at, OpinionRecord.number, perishable=True),
    Measure(
        "questionnaire_replies",
        QuestionnaireReplyRecord.done_at,
        QuestionnaireReplyRecord.questionnaire,
        opens="/staff/questionnaires/{number}",
        perishable=True,
    ),
    Measure("ratings_asked", Rating.asked_at, Rating.number, by=Rating.kind, perishable=True),
    Measure(
        "ratings_given",
        Rating.asked_at,
        Rating.number,
        (Rating.points.is_not(None),),
        by=Rating.kind,
        perishable=True,
    ),
    Measure(
        "ratings_satisfied",
        Rating.asked_at,
        Rating.number,
        (Rating.points >= SATISFIED_FROM,),
        by=Rating.kind,
        perishable=True,
    ),
)

"""Every record of the program in one place, so that migrations and tests see the whole schema."""

import adapters.storage.sealing_keys
import bot.audit
import bot.outbound.attempts
import bot.outbound.outbox
import handlers.accounts.records
import handlers.activities.aftermath.records
import handlers.activities.programme.records
import handlers.activities.signup.records
import handlers.appointments.booking.records
import handlers.appointments.home.records
import handlers.capacity.records
import handlers.cases
import handlers.columns.records
import handlers.complaints.alerts.records
import handlers.complaints.case.records
import handlers.complaints.hotline.records
import handlers.complaints.incidents.records
import handlers.complaints.measures.records
import handlers.complaints.measures.tally_records
import handlers.complaints.repeats.records
import handlers.complaints.wall.records
import handlers.contacts.records
import handlers.county.unit_phones
import handlers.credit.records
import handlers.disclosure.case.records
import handlers.disclosure.figures.records
import handlers.disclosure.letters.records
import handlers.disclosure.released.records
import handlers.disclosure.reminders.records
import handlers.guides.waived.records
import handlers.holidays.records
import handlers.inspection.records
import handlers.matters.binding.records
import handlers.matters.delivery.records
import handlers.opinions.collecting.records
import handlers.other_doors.records
import handlers.outlets.records
import handlers.pictures.records
import handlers.places.records
import handlers.projects.records
import handlers.questionnaires.collecting.records
import handlers.ratings.records
import handlers.source_files.records
import handlers.staff_notices.records
import handlers.statistics.records
import handlers.subscriptions.consent.records
import handlers.subscriptions.feed.records
import handlers.switches.records
import handlers.tickets.files.records
import handlers.tickets.records
import handlers.web_pages.records
import knowledge.documents.records
import knowledge.documents.scans.records
import knowledge.documents.struck.records
import knowledge.library.discard_records
import knowledge.library.saying_records
import knowledge.publication.approvals
import knowledge.publication.batches.records
import knowledge.publication.element_changes
import knowledge.publication.findings_report
import knowledge.publication.proofreading.watchwords
import knowledge.publication.public_changes
import knowledge.publication.records
import knowledge.publication.withheld.records
import knowledge.questions.records
from bot.database import Base

RECORDS = (
    adapters.storage.sealing_keys,
    bot.audit,
    bot.outbound.attempts,
    bot.outbound.outbox,
    handlers.accounts.records,
    handlers.activities.aftermath.records,
    handlers.activities.programme.records,
    handlers.activities.signup.records,
    handlers.appointments.booking.records,
    handlers.appointments.home.records,
    handlers.capacity.records,
    handlers.cases,
    handlers.columns.records,
    handlers.complaints.alerts.records,
    handlers.complaints.case.records,
    handlers.complaints.incidents.records,
    handlers.complaints.measures.records,
    handlers.complaints.measures.tally_records,
    handlers.complaints.repeats.records,
    handlers.complaints.wall.records,
    handlers.complaints.hotline.records,
    handlers.contacts.records,
    handlers.county.unit_phones,
    handlers.web_pages.records,
    handlers.disclosure.case.records,
    handlers.disclosure.letters.records,
    handlers.disclosure.released.records,
    handlers.disclosure.reminders.records,
    handlers.guides.waived.records,
    handlers.holidays.records,
    handlers.credit.records,
    handlers.matters.binding.records,
    handlers.matters.delivery.records,
    handlers.inspection.records,
    handlers.opinions.collecting.records,
    handlers.outlets.records,
    handlers.pictures.records,
    handlers.places.records,
    handlers.other_doors.records,
    handlers.projects.records,
    handlers.ratings.records,
    handlers.staff_notices.records,
    handlers.statistics.records,
    handlers.subscriptions.consent.records,
    handlers.subscriptions.feed.records,
    handlers.switches.records,
    handlers.questionnaires.collecting.records,
    handlers.tickets.files.records,
    handlers.tickets.records,
    knowledge.library.saying_records,
    knowledge.publication.approvals,
    knowledge.publication.batches.records,
    knowledge.publication.element_changes,
    knowledge.publication.findings_report,
    knowledge.publication.public_changes,
    knowledge.publication.records,
    knowledge.questions.records,
    knowledge.publication.withheld.records,
    knowledge.documents.records,
    knowledge.documents.scans.records,
    knowledge.documents.struck.records,
    knowledge.publication.proofreading.watchwords,
)
METADATA = Base.metadata

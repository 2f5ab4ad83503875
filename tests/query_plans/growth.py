"""Which tables grow with what citizens do, and which only with the county; every table is one of them.

A statement must find its rows in a growing table by an index. `READS_ALL` names what reads one whole on purpose.
"""

from collections.abc import Iterable

from tests.query_plans.plans import WholeReading

GROWING = frozenset(
    [
        "activity_signup_events",
        "activity_signups",
        "appointment_events",
        "appointments",
        "audit_entries",
        "capacity_seats",
        "capacity_waiters",
        "capacity_wants",
        "citizen_picture_parts",
        "citizen_picture_thumbnails",
        "citizen_pictures",
        "complaint_alerts",
        "complaint_events",
        "complaint_exclusions",
        "complaint_facts",
        "complaint_papers",
        "complaint_signs",
        "complaint_terms",
        "complaint_walls",
        "complaints",
        "disclosure_date_moves",
        "disclosure_document_boxes",
        "disclosure_document_copies",
        "disclosure_documents",
        "disclosure_events",
        "disclosure_file_parts",
        "disclosure_letters",
        "disclosure_papers",
        "disclosure_reminders",
        "disclosure_requests",
        "home_visit_events",
        "home_visits",
        "hotline_links",
        "knowledge_questions",
        "knowledge_waiting",
        "matter_binding_claims",
        "matter_bindings",
        "matter_steps",
        "matters",
        "opinions",
        "outbox",
        "outbox_attempts",
        "questionnaire_replies",
        "ratings",
        "staff_notices",
        "staff_notices_told",
        "subscribers",
        "subscription_told",
        "subscriptions",
        "ticket_file_parts",
        "ticket_files",
        "ticket_papers",
        "tickets",
    ]
)
# Documents, accounts, units, firms' penalties, what nobody could answer, events of a county and counts by day, week or month: thousands where the others are millions.
COUNTY_SIZED = frozenset(
    [
        "account_recovery_codes",
        "accounts",
        "activities",
        "activity_issue_notes",
        "activity_issues",
        "annual_report_entries",
        "answer_switches",
        "appointment_changes",
        "canned_texts",
        "case_counters",
        "complaint_doors",
        "complaint_incident_messages",
        "complaint_incidents",
        "complaint_tallies",
        "credit_entries",
        "disclosure_letter_series",
        "figure_days",
        "holiday_notices",
        "inspection_links",
        "inspection_reports",
        "inspection_rounds",
        "knowledge_approvals",
        "knowledge_batch_items",
        "knowledge_batches",
        "knowledge_checks",
        "knowledge_discards",
        "knowledge_documents",
        "knowledge_element_changes",
        "knowledge_gaps",
        "knowledge_popular_questions",
        "knowledge_procedures",
        "knowledge_proposals",
        "knowledge_public_changes",
        "knowledge_question_tallies",
        "knowledge_reviews",
        "knowledge_saved_questions",
        "knowledge_sayings",
        "knowledge_scan_pages",
        "knowledge_scan_parts",
        "knowledge_scans",
        "knowledge_struck_passages",
        "knowledge_versions",
        "knowledge_watchwords",
        "knowledge_withheld",
        "knowledge_withheld_steps",
        "matter_sources",
        "openness_plans",
        "opinion_drafts",
        "opinion_groups",
        "other_door_checks",
        "outlet_items",
        "outside_figures",
        "place_arrangements",
        "place_visits",
        "project_entries",
        "projects",
        "publication_effects",
        "questionnaires",
        "sealing_keys",
        "source_file_parts",
        "source_file_uses",
        "source_files",
        "staff_notice_addresses",
        "subscription_news",
        "subscription_news_keys",
        "unit_contacts",
        "unit_phones",
        "waived_materials",
        "web_pages",
    ]
)
# By function of the program (or the beginning of its name), why it may read a growing table whole.
READS_ALL: dict[str, str] = {
    "adapters.storage.migrations.": "a migration changes every row, once",
    "adapters.rights.": "everything of one person, on request, by marks that some have none of",
    "bot.audit.first_broken": "verifies the whole chain, on command",
    "bot.audit.line_faults": "verifies every line of evidence, on command",
    "handlers.appointments.booking.retention.OldVisits.due": "on command, what is over its time",
    "handlers.matters.delivery.retention.OldMatters.due": "on command, what is over its time",
    "handlers.complaints.alerts.service.ComplaintAlerts.latest": "newest first; nearly all fit, so that fifty are found at once",
    "handlers.complaints.hotline.giving_back.HotlineGivingBack.counted": "the hotline's page counts all that came from it",
    "handlers.complaints.hotline.giving_back.HotlineGivingBack.failed": "the hotline's page looks for what could not be given back",
    "handlers.complaints.measures.service.ComplaintMeasurement.exclusions": "newest first; nearly all fit, so that fifty are found at once",
    "handlers.disclosure.case.reported.": "the annual report counts every request (art. 50)",
    "handlers.disclosure.figures.service.OfficeFigures.requests_table": "the annual report counts every request (art. 50)",
    "handlers.pictures.retention.OldPictures": "once a night, what belongs to no case any more",
    "handlers.questionnaires.collecting.retention.OldReplies": "once a night, what was answered to a questionnaire that is over",
    "handlers.subscriptions.digest.overview.": "the desk's page of subscriptions counts every subscriber",
}


ANYWHERE = " LIKE "
"""Whoever looks for words anywhere in a text reads every text: no index helps."""


def refused(readings: Iterable[WholeReading]) -> list[WholeReading]:
    """Give what reads a growing table whole without a reason, each function and table once."""
    told: dict[tuple[str, str, str, str], WholeReading] = {}
    for one in readings:
        if not one.sender.startswith(tuple(READS_ALL)) and ANYWHERE not in one.words:
            told.setdefault((one.engine, one.table, one.sender, one.plan), one)
    return [told[key] for key in sorted(told)]

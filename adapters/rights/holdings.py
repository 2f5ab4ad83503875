"""Every place where something is kept, as data: what there is of citizens there, what ends it, what erasing does to it.

A test compares it with all tables and all kinds of things in Redis: a new place that neither retention nor a person's
rights know of is refused there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

BY_ITSELF = "by_itself"
"""Stands for the time to live that Redis itself watches over."""
REMINDER = "reminder"
"""Stands for the job that reminds of a form once and then takes it off the list."""
CONSENT = "consent"
"""Stands for the citizen's own word: it lasts until it is taken back, or the citizen leaves."""


class Erasure(StrEnum):
    """What becomes of what is held when its citizen wants it erased."""

    ERASED = "erased"
    UNLINKED = "unlinked"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Holding:
    """A place that holds something of citizens: the rules of retention that end it, and what erasing means there."""

    ends: tuple[str, ...]
    erasure: Erasure


TABLES = {
    "disclosure_requests": Holding(("applicants",), Erasure.KEPT),
    "disclosure_events": Holding(("applicants",), Erasure.KEPT),
    "disclosure_papers": Holding(("applicants",), Erasure.KEPT),
    "disclosure_letters": Holding(("applicants",), Erasure.KEPT),
    "citizen_pictures": Holding(("pictures",), Erasure.ERASED),
    "citizen_picture_parts": Holding(("pictures",), Erasure.ERASED),
    "citizen_picture_thumbnails": Holding(("pictures",), Erasure.ERASED),
    "complaints": Holding(("complaints",), Erasure.KEPT),
    "complaint_events": Holding(("complaints",), Erasure.KEPT),
    "complaint_papers": Holding(("complaints",), Erasure.KEPT),
    "complaint_signs": Holding(("complaints",), Erasure.KEPT),
    "appointments": Holding(("appointments",), Erasure.ERASED),
    "ratings": Holding(("ratings",), Erasure.ERASED),
    "subscribers": Holding((CONSENT,), Erasure.ERASED),
    "subscriptions": Holding((CONSENT,), Erasure.ERASED),
    "subscription_told": Holding((CONSENT, "news"), Erasure.ERASED),
    "activity_signups": Holding(("activity_signups",), Erasure.ERASED),
    "matters": Holding(("matters",), Erasure.ERASED),
    "matter_steps": Holding(("matters",), Erasure.ERASED),
    "matter_bindings": Holding((CONSENT, "bindings"), Erasure.ERASED),
    "matter_binding_claims": Holding(("binding_claims",), Erasure.ERASED),
    "opinions": Holding(("opinions",), Erasure.ERASED),
    "questionnaire_replies": Holding(("questionnaires",), Erasure.ERASED),
    "home_visits": Holding(("home_visits",), Erasure.ERASED),
    "tickets": Holding(("tickets",), Erasure.ERASED),
    "ticket_papers": Holding(("tickets",), Erasure.ERASED),
    "ticket_files": Holding(("tickets",), Erasure.ERASED),
    "ticket_file_parts": Holding(("tickets",), Erasure.ERASED),
    "outbox": Holding(("unsent_parcels", "parcel_words", "parcels"), Erasure.UNLINKED),
    "outbox_attempts": Holding(("parcels",), Erasure.UNLINKED),
    "knowledge_questions": Holding(("questions",), Erasure.ERASED),
    "knowledge_waiting": Holding(("waiting",), Erasure.ERASED),
}
KINDS = {
    "inflight": Holding(("in_hand",), Erasure.ERASED),
    "tries": Holding((BY_ITSELF,), Erasure.ERASED),
    "begun": Holding((BY_ITSELF,), Erasure.ERASED),
    "unheard": Holding((BY_ITSELF,), Erasure.ERASED),
    "told": Holding((BY_ITSELF,), Erasure.ERASED),
    "conversation": Holding((BY_ITSELF, "talk"), Erasure.ERASED),
    "talk": Holding((BY_ITSELF, "talk"), Erasure.ERASED),
    "drafts": Holding((REMINDER,), Erasure.ERASED),
    "waiting": Holding((BY_ITSELF,), Erasure.ERASED),
    "window": Holding((BY_ITSELF,), Erasure.ERASED),
    "quarantine": Holding((BY_ITSELF, "quarantine"), Erasure.ERASED),
    "questions": Holding(("questions",), Erasure.ERASED),
    "answer": Holding((BY_ITSELF,), Erasure.ERASED),
    "rate": Holding((BY_ITSELF,), Erasure.ERASED),
}
# What holds nothing of citizens, and why; or nothing but for seconds.
TABLES_APART = {
    "account_recovery_codes": "hashes of staff's codes; `mingbai account` looks after accounts",
    "accounts": "staff, not citizens; `mingbai account` looks after accounts",
    "staff_notice_addresses": "over what staff are told of work, sealed; whose of them it is, or which unit's",
    "staff_notices": "numbers of cases and days that staff were told of; names no citizen, gone after a month",
    "staff_notices_told": "numbers of cases that staff were told of, as long as they wait; names no citizen",
    "web_pages": "addresses of the county's web pages, and who of staff listed them",
    "unit_phones": "phones of units, and who of staff changed them",
    "unit_contacts": "posts and office numbers of units, and who of staff wrote them",
    "projects": "official announcements, and who of staff made them",
    "answer_switches": "words for everybody while answers are switched off, and who of staff set and lifted them",
    "publication_effects": "masked words that were asked, by nobody, and how they are answered; gone after 90 days",
    "waived_materials": "names of papers that need not be brought, and who of staff brought the list",
    "project_entries": "official announcements, and who of staff made them",
    "activities": "official announcements, and who of staff made them",
    "activity_issue_notes": "public answers of units, and who of staff entered them; no personal data is let in",
    "activity_issues": "public words of what was asked at an activity; no personal data is let in",
    "activity_signup_events": "what happened to which number, and which of staff did it; names no citizen",
    "appointment_changes": "what the desk changed of a place's hours, and which of staff did",
    "appointment_events": "what happened to which number, and which of staff did it; names no citizen",
    "audit_entries": "who did what to which number: evidence that is only added to, and never holds a citizen's data",
    "canned_texts": "words that the staff prepared, and who of them did",
    "capacity_seats": "how many seats of a slot are taken",
    "capacity_waiters": "numbers of cases that wait for a seat",
    "capacity_wants": "for which seats the numbers of cases wait",
    "case_counters": "the last number of a day",
    "complaint_doors": "how often on a day another door was shown, and to nobody's name",
    "complaint_alerts": "numbers of cases, units and days on which they were urged or got a card",
    "complaint_exclusions": "numbers of cases that are left out of the rates, with who of staff proposed and decided it",
    "complaint_facts": "as what a case is counted; it tells nobody",
    "complaint_incidents": "masked words that stand for many complaints and tell nobody",
    "complaint_incident_messages": "what the office told all who complained of one event; no personal data is let in",
    "complaint_tallies": "sums of what cases are counted as; they tell nobody",
    "complaint_terms": "single words of masked texts; they tell nobody",
    "complaint_walls": "units and officials that a complaint is about; who told it is not there",
    "credit_entries": "permits and penalties that were published, of companies only",
    "matter_sources": "systems that deliver, and a keyed hash of the key of each",
    "disclosure_documents": "official documents found for a request, with who of staff brought them; archive material (art. 45)",
    "disclosure_document_boxes": "where official documents are covered, and on what ground",
    "disclosure_document_copies": "copies of official documents, and who of staff made and checked them",
    "disclosure_file_parts": "official documents and their copies, sealed; archive material (art. 45)",
    "disclosure_letter_series": "the last number of a series of letters",
    "disclosure_date_moves": "numbers of cases and days; what a notice of days off moved",
    "disclosure_reminders": "numbers of cases and days on which staff were reminded of them",
    "annual_report_entries": "figures of an official report, and which of staff entered them",
    "figure_days": "figures of a day; they tell nobody",
    "home_visit_events": "what happened to which number, and which of staff did it; names no citizen",
    "hotline_links": "which number of the hotline's is which of ours, and what of its state was sent; no word of a person",
    "inspection_links": "addresses in official documents, and whether anybody answers there",
    "inspection_reports": "what was found of official documents, by unit",
    "inspection_rounds": "when the links of official documents were tried",
    "holiday_notices": "official notices, and which of staff entered and signed them",
    "knowledge_approvals": "official documents",
    "knowledge_batch_items": "official documents",
    "knowledge_batches": "official documents",
    "source_files": "official documents as they came; ended by the rule `source_files`",
    "source_file_parts": "official documents as they came, sealed",
    "source_file_uses": "official documents",
    "knowledge_struck_passages": "words of official documents, and who of staff struck them out of answering",
    "knowledge_discards": "official documents; ended by the rule `discards`",
    "knowledge_documents": "official documents",
    "knowledge_checks": "kinds and fingerprints of what was found in official documents",
    "knowledge_element_changes": "official documents",
    "knowledge_gaps": "masked words that stand for many questions and tell nobody; ended by the rule `gaps`",
    "knowledge_procedures": "official documents",
    "knowledge_public_changes": "official documents",
    "knowledge_proposals": "official documents",
    "knowledge_scans": "official documents",
    "knowledge_scan_pages": "official documents",
    "knowledge_scan_parts": "official documents that came as pictures, sealed",
    "knowledge_question_tallies": "figures of a week",
    "knowledge_reviews": "official documents",
    "knowledge_saved_questions": "questions that operators wrote down to try documents with",
    "knowledge_sayings": "words of everyday speech that operators listed",
    "knowledge_versions": "official documents",
    "knowledge_watchwords": "words that operators listed",
    "knowledge_withheld": "an official register, sealed; kept as art. 14 to 16 ask",
    "knowledge_withheld_steps": "an official register",
    "opinion_drafts": "official drafts on which citizens are asked, and which of staff wrote them",
    "opinion_groups": "what the office says of opinions; no personal data is let in",
    "outlet_items": "official documents, and where they are shown",
    "outside_figures": "figures of other systems, and which of staff brought them",
    "questionnaires": "questions and figures; they tell nobody",
    "other_door_checks": "addresses of others, and whether they answered",
    "place_visits": "figures of a day",
    "openness_plans": "names of areas, columns and channels, and who of staff wrote them",
    "place_arrangements": "what the desk set at places, and which of staff did; no personal data is let in",
    "knowledge_popular_questions": "documents with how many were answered by them, and the operators' own words",
    "sealing_keys": "a canary for each key",
    "subscription_news": "official documents, and when they became public",
    "subscription_news_keys": "what official documents are about",
}
KINDS_APART = {
    "looking": "who of staff has what open on the screen; ends by itself",
    "claim": "a lease of seconds",
    "lock": "a lease of seconds",
    "login": "staff's log-ins; ends by itself",
    "kiosk-open": "names made for one use of a screen, which are nobody's; ended within minutes",
    "kiosk-said": "the numbers of what was said to a screen, erased with it",
    "pace": "counts of calls by addresses, hashed; ends by itself",
    "tries-of": "staff's log-ins; ends by itself",
    "pause": "staff's log-ins; ends by itself",
    "known": "staff's log-ins; ends by itself",
    "session": "staff's sessions; ends by itself",
    "sessions": "staff's sessions; ends by itself",
    "wechat": "the platform's token",
    "operators": "the progress of what operators started",
    "index": "a bell between running programs",
    "withdrawn": "a bell between running programs",
    "retention": "the day of the last pass of retention",
    "windows-since": "since when windows are known",
    "waiting-known": "whether every note of what waits is there",
    "waiting-round": "a round in which the notes are written",
    "alarm": "what the platform refused last, by call",
}


def unknown(tables: Iterable[str], kinds: Iterable[str]) -> set[str]:
    """Give the places that nobody here knows of, and those named here that are not there any more."""
    named = {*TABLES, *TABLES_APART}, {*KINDS, *KINDS_APART}
    return (named[0] ^ set(tables)) | {f"redis.{kind}" for kind in named[1] ^ set(kinds)}

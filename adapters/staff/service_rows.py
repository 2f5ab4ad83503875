"""How a message to a citizen is shown at the desk: what it says, where it stands, and what was answered to every try."""

from dataclasses import dataclass

from bot.message import Wording
from bot.outbound.ladder import ParcelState
from bot.outbound.undelivered import ShownTry
from bot.text.characters import clean
from handlers.disclosure.proceeding.service_record import SentMessage
from handlers.texts import Texts
from knowledge.text.persons import mask_question

TONES = {
    ParcelState.SENT: "good",
    ParcelState.WAITING: "warn",
    ParcelState.DUE: "info",
    ParcelState.FAILED: "bad",
}
SHOWN_LETTERS = 160
ERRCODE = "errcode "


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One message of a case: the words masked and shortened, codes in words."""

    sent: SentMessage
    words: str
    state: str
    why: str
    tone: str
    tries: tuple[tuple[ShownTry, str], ...]


def service_row(sent: SentMessage, texts: Texts) -> ServiceRow:
    """Give a message as the page of its case shows it."""
    arrived = sent.state == ParcelState.SENT
    return ServiceRow(
        sent=sent,
        words=excerpt(sent.words),
        state=texts("staff.service.sent" if arrived else f"staff.undelivered.state.{sent.state}"),
        why=why_words(sent.reason, texts) if sent.reason and not arrived else "",
        tone=TONES[ParcelState(sent.state)],
        tries=tuple((each, try_words(each, texts)) for each in sent.tries),
    )


def excerpt(words: str) -> str:
    """Give the beginning of a message, personal data hidden."""
    shown = mask_question(clean(words)).strip()
    return shown if len(shown) <= SHOWN_LETTERS else f"{shown[:SHOWN_LETTERS]}……"


def why_words(reason: str, texts: Texts) -> str:
    """Give in words why a message has not arrived."""
    code = reason.removeprefix(ERRCODE)
    for key in (f"staff.undelivered.why.{reason.replace(' ', '_')}", f"staff.undelivered.codes.{code}"):
        if key in texts:
            return texts(key)
    return _wording(texts, code) if code else texts("staff.undelivered.why.none")


def _wording(texts: Wording, code: str) -> str:
    return texts("staff.undelivered.why.other", code=code)


def try_words(each: ShownTry, texts: Texts) -> str:
    """Give in words what was answered to a try, and what was reported afterwards."""
    answer = texts("staff.undelivered.no_answer")
    if each.errcode is not None:
        key = "taken" if each.errcode == 0 else "refused"
        answer = texts(f"staff.undelivered.{key}", code=each.errcode)
    if not each.report:
        return answer
    word = "success" if each.report == "success" else "block" if "block" in each.report else "other"
    known = f"staff.undelivered.reports.{word}"
    return texts("staff.undelivered.report", answer=answer, report=texts(known))

"""Every letter of the procedure, with what its template must and must not hold (disclosure-rules §10, §16)."""

from dataclasses import dataclass
from enum import StrEnum

from handlers.county.agencies import Series
from handlers.disclosure.decision.outcomes import Outcome
from handlers.disclosure.letters.placeholders import Placeholder


class NoticeKind(StrEnum):
    """A letter that is no reply; the Chinese name is the text `letters.kind.<value>`."""

    RECEIPT = "receipt"
    CORRECTION = "correction"
    EXTENSION = "extension"
    THIRD_PARTY_CONSULTATION = "third_party_consultation"
    THIRD_PARTY_DECISION = "third_party_decision"
    CO_MAKER_CONSULTATION = "co_maker_consultation"
    AGENCY_COORDINATION = "agency_coordination"
    PAUSE = "pause"
    REASONS = "reasons"
    DELAY = "delay"
    FEE = "fee"
    REFERRAL = "referral"
    SERVICE_RECORD = "service_record"


LetterKind = Outcome | NoticeKind
"""A reply is named by its outcome."""
REMEDY_WORDS = ("行政复议", "行政诉讼", Placeholder.REMEDIES.value)


@dataclass(frozen=True, slots=True)
class LetterSpec:
    """What one letter holds.

    `words` are phrases the law asks for: of each group one has to stand in the template. What is `forbidden` must not
    stand in it, as a placeholder or in words.
    """

    kind: LetterKind
    article: str
    series: Series
    required: frozenset[Placeholder]
    words: tuple[tuple[str, ...], ...] = ()
    forbidden: tuple[str, ...] = ()


_FRAME = frozenset({Placeholder.AGENCY, Placeholder.NUMBER, Placeholder.DATE, Placeholder.PHONE})
_CASE = _FRAME | {Placeholder.APPLICANT, Placeholder.CASE, Placeholder.RECEIVED_ON, Placeholder.ASKED}
_REPLY = _CASE | {Placeholder.ANSWER, Placeholder.REMEDIES}
# Correction, extension and fee notices carry no remedies: 国办函〔2021〕132号 art. 3; the others by convention.
_NONE = REMEDY_WORDS
# No more of the applicant than the third party needs to know, which is nothing.
_NOBODY = (Placeholder.APPLICANT.value, Placeholder.CASE.value)


def _notice(
    kind: NoticeKind,
    article: str,
    required: frozenset[Placeholder],
    *words: tuple[str, ...],
    series: Series = Series.NOTICE,
    forbidden: tuple[str, ...] = _NONE,
) -> LetterSpec:
    return LetterSpec(kind, article, series, required, words, forbidden)


_NOTICES = (
    _notice(
        NoticeKind.RECEIPT,
        "第三十一条",
        _CASE
        | {
            Placeholder.CHANNEL,
            Placeholder.SUBMITTED_AT,
            Placeholder.RECEIPT_RULE,
            Placeholder.DUE_ON,
            Placeholder.FORM,
            Placeholder.PRIVACY,
        },
        ("不是答复", "不是对申请的答复"),
    ),
    _notice(
        NoticeKind.CORRECTION,
        "第三十条",
        _CASE | {Placeholder.UNCLEAR, Placeholder.GUIDANCE, Placeholder.CORRECT_UNTIL},
        ("第三十条",),
        ("20个工作日", "二十个工作日"),
        ("视为放弃",),
    ),
    _notice(
        NoticeKind.EXTENSION,
        "第三十三条",
        _CASE | {Placeholder.EXTENSION_REASON, Placeholder.EXTENDED_UNTIL, Placeholder.APPROVED_BY},
        ("第三十三条",),
    ),
    _notice(
        NoticeKind.THIRD_PARTY_CONSULTATION,
        "第三十二条",
        _FRAME | {Placeholder.THIRD_PARTY, Placeholder.EXTRACT, Placeholder.OPINION_UNTIL},
        ("第十五条",),
        ("第三十二条",),
        ("15个工作日", "十五个工作日"),
        ("不同意公开",),
        ("由本机关决定", "由本机关依照"),
        series=Series.CONSULTATION,
        forbidden=(*_NONE, *_NOBODY),
    ),
    _notice(
        NoticeKind.THIRD_PARTY_DECISION,
        "第三十二条",
        _FRAME
        | {Placeholder.THIRD_PARTY, Placeholder.DISCLOSED, Placeholder.PUBLIC_REASON, Placeholder.REMEDIES},
        ("第三十二条",),
        forbidden=_NOBODY,
    ),
    _notice(
        NoticeKind.CO_MAKER_CONSULTATION,
        "第三十四条",
        _FRAME | {Placeholder.ADDRESSEE, Placeholder.EXTRACT, Placeholder.OPINION_UNTIL},
        ("第三十四条",),
        ("15个工作日", "十五个工作日"),
        ("视为同意",),
        series=Series.CONSULTATION,
    ),
    _notice(
        NoticeKind.AGENCY_COORDINATION,
        "第十一条",
        _FRAME | {Placeholder.ADDRESSEE, Placeholder.EXTRACT, Placeholder.CONCERN, Placeholder.OPINION_UNTIL},
        ("第十一条",),
        series=Series.CONSULTATION,
        # Silence is consent among co-makers alone (art. 34).
        forbidden=(*_NONE, "视为同意"),
    ),
    _notice(
        NoticeKind.PAUSE,
        "第三十三条",
        _CASE | {Placeholder.CONSULTED, Placeholder.CONSULTED_ON},
        ("第三十三条",),
        ("不计算在", "不计入"),
    ),
    _notice(
        NoticeKind.REASONS,
        "第三十五条",
        _CASE | {Placeholder.COUNTS, Placeholder.EXPLAIN_UNTIL},
        ("第三十五条",),
        # Reasons for so many requests may be asked for; what the information is for may not (art. 35).
        forbidden=(*_NONE, "用途"),
    ),
    _notice(
        NoticeKind.DELAY,
        "第三十五条",
        _CASE | {Placeholder.DELAY_REASON, Placeholder.DELAYED_UNTIL},
        ("第三十五条",),
    ),
    _notice(
        NoticeKind.FEE,
        "第四十二条",
        _CASE
        | {
            Placeholder.FEE_SCALE,
            Placeholder.FEE_COUNT,
            Placeholder.FEE_AMOUNT,
            Placeholder.PAY_HOW,
            Placeholder.PAY_UNTIL,
        },
        ("第四十二条",),
        ("20个工作日", "二十个工作日"),
        ("视为放弃",),
    ),
    _notice(
        NoticeKind.REFERRAL,
        "第三十九条",
        _CASE | {Placeholder.MATTER, Placeholder.RIGHT_CHANNEL, Placeholder.MATTER_NUMBER},
        ("第三十九条",),
        ("同意",),
    ),
    _notice(
        NoticeKind.SERVICE_RECORD,
        "第四十条",
        _FRAME
        | {
            Placeholder.APPLICANT,
            Placeholder.CASE,
            Placeholder.SERVED_PAPER,
            Placeholder.SERVICE_WAY,
            Placeholder.SERVED_AT,
            Placeholder.SERVICE_PROOF,
        },
    ),
)
SPECS: dict[LetterKind, LetterSpec] = {
    **{outcome: LetterSpec(outcome, "第三十六条", Series.REPLY, _REPLY) for outcome in Outcome},
    **{spec.kind: spec for spec in _NOTICES},
}


def kind_of(name: str) -> LetterKind | None:
    """Give a letter by its name: the key of an outcome or of a notice."""
    return next((kind for kind in SPECS if kind.value == name), None)

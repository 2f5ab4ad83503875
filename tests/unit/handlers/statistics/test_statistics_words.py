"""Every branch that a figure can have has words: a page that lacks one would not open at all."""

import pytest

from adapters.citizen import visits
from adapters.rasa.turn import CHANNEL as RASA
from adapters.services.statistics import MEASURES, OVER
from adapters.web.pickup import CHANNEL as API
from adapters.web.pickup import SITE_CHAT
from handlers.complaints.measures.figure import CountedAs
from handlers.outlets.outlet import Outlet
from handlers.places.visits import VisitWay
from handlers.projects.store import RATED as PROJECT
from handlers.ratings.records import KINDS
from handlers.statistics.overview import GROUPS
from handlers.talk.public_screen import KIOSK
from handlers.texts import Texts
from knowledge.documents.document import Kind
from knowledge.questions.note import QuestionOutcome

BRANCHES = {
    "published": [kind.value for kind in Kind if kind is not Kind.FAQ],
    "fed": [outlet.value for outlet in Outlet],
    "visits": [*sorted(visits.KINDS), visits.OTHERS],
    "asked_by": ["wechat", SITE_CHAT, KIOSK, API, RASA],
    "came": [way.value for way in VisitWay],
    "questions": [outcome.value for outcome in QuestionOutcome],
    "complaints": [figure.value for figure in CountedAs],
    "visits_ended": list(OVER),
    "ratings_asked": [*KINDS, PROJECT],
    "ratings_given": [*KINDS, PROJECT],
    "ratings_satisfied": [*KINDS, PROJECT],
}


@pytest.mark.parametrize(
    ("figure", "branch"), [(key, one) for key, found in BRANCHES.items() for one in found]
)
def test_every_branch_has_words(figure: str, branch: str) -> None:
    assert f"statistics.branches.{figure}.{branch}" in Texts.load()


def test_every_figure_and_share_has_words_and_the_branches_are_all_of_them() -> None:
    texts = Texts.load()
    assert {one.key for one in MEASURES if one.by is not None} == BRANCHES.keys()
    for plan in GROUPS:
        assert f"statistics.groups.{plan.name}" in texts
        assert all(f"statistics.figures.{key}" in texts for key in plan.figures)
        assert all(f"statistics.shares.{key}" in texts for key in plan.shares)

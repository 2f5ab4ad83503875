"""What the matters of an event come to together, over the sample county's own guides."""

from dataclasses import replace

import pytest

from adapters.county import CountyData
from handlers.guides.bundles.whole import WholeBundle, whole
from handlers.published.library import Library
from knowledge.documents.duration import working_days
from knowledge.documents.guide import Mark
from knowledge.documents.merged_materials import paper_key
from tests.unit.handlers.guides.sample_shelf import sample_library

BUNDLES = CountyData.load(None).bundles.listed


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return sample_library(tmp_path_factory.mktemp("index"))


@pytest.fixture(params=BUNDLES, ids=lambda bundle: bundle.key)
def told(request: pytest.FixtureRequest, shelf: Library) -> WholeBundle:
    return whole(request.param, shelf)


def test_every_matter_of_it_is_there(told: WholeBundle) -> None:
    assert [guide.document.id for guide in told.guides] == list(told.bundle.guides)


def test_the_limit_is_the_longest_of_the_parts(told: WholeBundle) -> None:
    days = [working_days(guide.element("limit")) for guide in told.guides]
    longest = told.longest
    assert longest is not None
    assert working_days(longest.element("limit")) == max(each for each in days if each is not None)


def test_no_material_stands_twice_and_none_is_lost(told: WholeBundle) -> None:
    keys = [(paper_key(one.material.name), one.material.only) for one in told.materials]
    assert len(keys) == len(set(keys))
    assert len(told.materials) <= told.asked_for
    required = {
        paper_key(material.name)
        for guide in told.guides
        for material in guide.materials()
        if material.mark is Mark.REQUIRED and not material.only
    }
    names = {key for key, _ in keys}
    assert {name for name in required if name not in names and "、" not in name} == set()


def test_the_same_paper_of_several_matters_is_asked_for_once(shelf: Library) -> None:
    bundle = next(one for one in BUNDLES if one.key == "new-baby")
    shared = [one for one in whole(bundle, shelf).materials if len(one.titles) > 1]
    assert "身份证" in {paper_key(one.material.name) for one in shared}


def test_what_is_not_public_is_left_out(shelf: Library) -> None:
    bundle = replace(BUNDLES[0], guides=(BUNDLES[0].guides[0], "guide-moon"))
    assert len(whole(bundle, shelf).guides) == 1

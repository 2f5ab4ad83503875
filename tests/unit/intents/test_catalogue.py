import json
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from intents import catalogue
from intents.catalogue import Catalogue, CatalogueError
from intents.text.normal_form import normalise

OWN_CASES = Path(__file__).parents[2] / "data"
DEV_CASES = Path(__file__).parents[4] / "shared" / "data" / "utterances" / "dev.jsonl"
FREQUENT = (
    "ask_policy",
    "disclosure_request",
    "case_status",
    "appeal",
    "service_guide",
    "appointment",
    "find_place",
    "out_of_scope",
)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(str(files("intents") / "data"), tmp_path / "data")
    return tmp_path / "data"


def test_routes_forms_and_examples(conversation_data: Catalogue) -> None:
    assert conversation_data.routes["ask_policy"] == ("action_ask_policy",)
    assert conversation_data.routes["disclosure_request"][0] == "action_start_disclosure"
    form = conversation_data.forms["disclosure_form"]
    assert form.submit == "action_submit_disclosure"
    assert form.required_slots[0] == "notice_accepted"
    assert form.required_slots[-1] == "request_confirmed"


def test_each_wish_that_needs_one_has_an_action(conversation_data: Catalogue) -> None:
    in_form_only = {"form_back", "form_correct"}
    assert set(conversation_data.intents) - set(conversation_data.routes) == in_form_only


def test_frequent_wishes_have_many_examples(conversation_data: Catalogue) -> None:
    counts = dict.fromkeys(conversation_data.intents, 0)
    for example in conversation_data.examples:
        counts[example.intent] += 1
    assert all(counts[intent] >= 120 for intent in FREQUENT)
    assert all(count >= 5 for count in counts.values() if count)


def test_no_measuring_sentence_is_in_the_training_data(conversation_data: Catalogue) -> None:
    own = sorted(OWN_CASES.glob("utterances-*.jsonl"))
    assert own
    sources = (*own, DEV_CASES) if DEV_CASES.exists() else own
    measured = {
        normalise(json.loads(line)["text"])
        for source in sources
        for line in source.read_text("utf-8").splitlines()
    }
    assert [e.text for e in conversation_data.examples if normalise(e.text) in measured] == []


def test_annotated_entities_are_read_as_plain_text(copied: Path) -> None:
    (copied / "nlu" / "extra.yml").write_text(
        'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - 向[梨园](place)问一声[早]{"entity": "time"}呀\n',
        "utf-8",
    )
    assert "向梨园问一声早呀" in [example.text for example in catalogue.load(copied).examples]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        (
            "nlu/extra.yml",
            'version: "3.1"\nnlu:\n- intent: dance\n  examples: |\n    - 跳个舞给大家看看吧\n',
            "dance",
        ),
        (
            "nlu/extra.yml",
            'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - 我要取消明天的预约\n',
            "stands twice",
        ),
        (
            "rules.yml",
            'version: "3.1"\nrules:\n- rule: x\n  steps: [{intent: greet}, {action: action_dance}]\n',
            "action_dance",
        ),
        (
            "rules.yml",
            'version: "3.1"\nrules:\n- rule: x\n  steps: [{intent: dance}, {action: action_greet}]\n',
            "intent dance",
        ),
        ("rules.yml", 'version: "3.1"\nrules: []\n', "no rule files the form"),
        ("rules.yml", 'version: "2.0"\nrules: []\n', "version"),
        ("rules.yml", "rules: [", "rules.yml"),
    ],
)
def test_a_slip_in_the_data_is_named(copied: Path, name: str, content: str, problem: str) -> None:
    (copied / name).write_text(content, "utf-8")
    with pytest.raises(CatalogueError, match=problem):
        catalogue.load(copied)

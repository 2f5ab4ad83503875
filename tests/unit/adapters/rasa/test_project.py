"""The exported project holds together: every name is declared, every version is set, nothing stands twice."""

import ast
import importlib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from adapters.cli.main import app
from adapters.dialogue import FORMS
from adapters.rasa.names import CANCEL_FORM, STEER_FORM, TAKE_STEP
from adapters.rasa.project import TOKEN_HEADER, Wishes, contents, export
from bot.conversation import FORM_ID, REQUESTED
from bot.errors import InputError
from bot.forms.spec import MARKS
from bot.text.plain_yaml import read_yaml
from tests.factories.rasa_project import KNOWN, project

ROOT = Path(__file__).parents[4]
FILES = project()
DOMAIN: dict[str, Any] = read_yaml(FILES["domain.yml"])
RULES: list[dict[str, Any]] = read_yaml(FILES["data/rules.yml"])["rules"]
NLU = {name: read_yaml(text)["nlu"] for name, text in FILES.items() if name.startswith("data/nlu/")}
EXAMPLES = [
    (line.removeprefix("- "), block["intent"])
    for blocks in NLU.values()
    for block in blocks
    for line in block["examples"].splitlines()
]


def calls(name: str) -> list[ast.Call]:
    """Give every call in the handlers of a function or method of that name."""
    return [
        node
        for path in (ROOT / "handlers").rglob("*.py")
        if name in (text := path.read_text("utf-8"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and (node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")) == name
    ]


@pytest.mark.parametrize("name", [n for n in FILES if n not in {"endpoints.yml", "credentials.yml"}])
def test_every_file_says_its_version(name: str) -> None:
    assert read_yaml(FILES[name])["version"] == "3.1"


@pytest.mark.parametrize("part", ["intents", "entities", "actions"])
def test_no_name_stands_twice(part: str) -> None:
    assert [name for name, count in Counter(DOMAIN[part]).items() if count > 1] == []


def test_rules_name_only_what_the_domain_declares() -> None:
    for rule in RULES:
        for step in [*rule.get("condition", ()), *rule["steps"]]:
            assert step.get("intent", "greet") in DOMAIN["intents"], rule["rule"]
            assert step.get("action", "action_greet") in [*DOMAIN["actions"], *DOMAIN["forms"]], rule["rule"]
            assert (step.get("active_loop") or "disclosure_form") in DOMAIN["forms"], rule["rule"]


def test_no_two_rules_have_the_same_name_or_the_same_beginning() -> None:
    assert max(Counter(rule["rule"] for rule in RULES).values()) == 1
    begins = Counter((str(rule.get("condition")), str(rule["steps"][0])) for rule in RULES)
    assert max(begins.values()) == 1


@pytest.mark.parametrize(
    ("wish", "action"),
    [
        ("disclosure_request", "action_start_disclosure"),
        ("appeal", "action_start_complaint"),
        ("appointment", "action_start_appointment"),
        ("activity", "action_show_activities"),
        ("opinion", "action_start_opinion"),
        ("questionnaire", "action_start_questionnaire"),
    ],
)
def test_no_rule_opens_a_form_that_its_action_did_not_open(wish: str, action: str) -> None:
    outside = (rule for rule in RULES if not rule.get("condition"))
    (entrance,) = (rule for rule in outside if rule["steps"][0].get("intent") == wish)
    assert entrance["steps"] == [{"intent": wish}, {"action": action}]


def test_a_complete_form_is_filed_by_rule() -> None:
    filing = [rule for rule in RULES if "intent" not in rule["steps"][0]]
    assert [(rule["steps"][0], rule["steps"][-1]) for rule in filing] == [
        ({"action": "complaint_form"}, {"action": "action_submit_complaint"}),
        ({"action": "appointment_form"}, {"action": "action_submit_appointment"}),
        ({"action": "activity_form"}, {"action": "action_submit_signup"}),
        ({"action": "opinion_form"}, {"action": "action_submit_opinion"}),
        ({"action": "questionnaire_form"}, {"action": "action_submit_questionnaire"}),
        ({"action": "home_visit_form"}, {"action": "action_submit_home_visit"}),
        ({"action": "disclosure_form"}, {"action": "action_submit_disclosure"}),
    ]
    assert all({"active_loop": None} in rule["steps"] for rule in filing)


@pytest.mark.parametrize("wish", ["talk_to_human", "ask_policy", "form_back", "form_correct", "resume_form"])
def test_a_wish_in_the_middle_of_a_form_leads_back_into_it(wish: str) -> None:
    inside = [r for r in RULES if r.get("condition") and r["steps"][0].get("intent") == wish]
    assert sorted((rule["steps"][-2:] for rule in inside), key=str) == [
        [{"action": form}, {"active_loop": form}]
        for form in (
            "activity_form",
            "appointment_form",
            "complaint_form",
            "disclosure_form",
            "home_visit_form",
            "opinion_form",
            "questionnaire_form",
        )
    ]


def test_every_field_of_a_form_is_asked_checked_and_filled_with_the_words_said() -> None:
    for name, form in DOMAIN["forms"].items():
        assert f"validate_{name}" in DOMAIN["actions"]
        for slot in form["required_slots"]:
            assert f"action_ask_{name}_{slot}" in DOMAIN["actions"]
            assert DOMAIN["slots"][slot]["mappings"] == [
                {"type": "from_text", "conditions": [{"active_loop": name, "requested_slot": slot}]}
            ]


def test_slots_are_mapped_from_declared_entities_and_never_steer_the_talk() -> None:
    for slot in DOMAIN["slots"].values():
        assert slot["influence_conversation"] is False
        assert slot["mappings"]
        assert all(m.get("entity", "topic") in DOMAIN["entities"] for m in slot["mappings"])


def test_examples_name_declared_wishes_and_none_stands_twice() -> None:
    assert {intent for _, intent in EXAMPLES} <= set(DOMAIN["intents"])
    assert [text for text, count in Counter(text for text, _ in EXAMPLES).items() if count > 1] == []
    assert len(EXAMPLES) >= len(KNOWN.examples)


def test_no_example_is_read_by_rasa_as_an_annotation() -> None:
    assert [text for text, _ in EXAMPLES if "](" in text or "]{" in text or text.startswith("/")] == []


def test_bare_numbers_name_a_step_and_nothing_else() -> None:
    assert {intent for text, intent in EXAMPLES if text in set("123456789")} == {"pick_step"}


def test_whatever_a_numbered_step_carries_is_a_declared_entity() -> None:
    carried = {word.arg for name in ("step", "_step") for call in calls(name) for word in call.keywords}
    assert carried - {None} <= set(DOMAIN["entities"])


def test_whatever_an_action_keeps_is_a_declared_slot() -> None:
    named = {call.args[0].id for call in calls("SlotSet") if call.args and isinstance(call.args[0], ast.Name)}
    assert named <= {
        "ADDRESSEE", "REQUESTED", "SLOT", "HELD_SLOT", "LAST", "LAST_ANSWER", "LATER_SLOT", "OFFERED_SLOT", "PLACE_SLOT", "SHOWN_SLOT", "SOUGHT", "name",
    }  # fmt: skip
    for slot in ("last_answer", "fallback_said", "place_sought", "form_id", "offered_choices"):
        assert slot in DOMAIN["slots"]


def test_the_actions_of_the_bridge_are_declared() -> None:
    assert {CANCEL_FORM, STEER_FORM, TAKE_STEP} <= set(DOMAIN["actions"])


def test_the_pipeline_needs_no_download() -> None:
    names = [step["name"] for step in read_yaml(FILES["config.yml"])["pipeline"]]
    assert names[0] == "JiebaTokenizer"
    assert names[-2:] == ["DIETClassifier", "FallbackClassifier"]
    assert not [name for name in names if "LanguageModel" in name or "Spacy" in name or "Mitie" in name]


def test_the_token_is_named_and_never_written() -> None:
    wishes = Wishes("http://actions.example:5055/webhook", token=True)
    endpoint = read_yaml(contents(KNOWN, forms=FORMS, wishes=wishes)["endpoints.yml"])["action_endpoint"]
    assert endpoint == {
        "url": "http://actions.example:5055/webhook",
        "headers": {"Authorization": TOKEN_HEADER},
    }


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "domain.yml").write_text("mine")
    with pytest.raises(InputError) as refused:
        export(tmp_path, KNOWN, forms=FORMS, wishes=Wishes())
    assert refused.value.text_key == "rasa.not_empty"
    assert (tmp_path / "domain.yml").read_text() == "mine"
    with pytest.raises(InputError):
        export(tmp_path / "domain.yml", KNOWN, forms=FORMS, wishes=Wishes())


def test_force_writes_anew_and_keeps_foreign_files(tmp_path: Path) -> None:
    export(tmp_path, KNOWN, forms=FORMS, wishes=Wishes())
    (tmp_path / "actions.md").write_text("notes of the county")
    (tmp_path / "data" / "nlu" / "gone.yml").write_text("stale")
    written = export(tmp_path, KNOWN, forms=FORMS, wishes=Wishes(), force=True)
    assert {str(path.relative_to(tmp_path)) for path in written} == set(FILES)
    assert (tmp_path / "actions.md").exists()
    assert not (tmp_path / "data" / "nlu" / "gone.yml").exists()


def test_the_command_writes_the_project(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    result = CliRunner().invoke(app, ["rasa", "export", str(tmp_path / "project"), "--epochs", "5"])
    assert result.exit_code == 0, result.output
    config = read_yaml((tmp_path / "project" / "config.yml").read_text("utf-8"))
    assert {"name": "DIETClassifier", "epochs": 5}.items() <= next(
        step for step in config["pipeline"] if step["name"] == "DIETClassifier"
    ).items()


def test_rasa_is_told_of_every_slot_that_an_action_sets() -> None:
    modules = {
        path: path.with_suffix("").relative_to(ROOT).parts for path in (ROOT / "handlers").rglob("*.py")
    }
    kept = {
        getattr(importlib.import_module(".".join(parts)), node.args[0].id, None)
        for path, parts in modules.items()
        if "SlotSet" in (text := path.read_text("utf-8"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "SlotSet"
        and isinstance(node.args[0], ast.Name)
    }
    own = {*MARKS, FORM_ID, REQUESTED, *(name for spec in FORMS.values() for name in spec.order)}
    # Rasa itself keeps the field that a form asks for.
    assert (kept | own) - {None, REQUESTED} <= set(DOMAIN["slots"])
    assert len(kept) > 3

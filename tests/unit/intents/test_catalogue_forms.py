from intents import catalogue


def test_no_route_names_a_form() -> None:
    known = catalogue.load()
    assert known.forms
    assert known.routes["disclosure_request"] == ("action_start_disclosure",)
    named = {action for actions in known.routes.values() for action in actions}
    assert named & set(known.forms) == set()

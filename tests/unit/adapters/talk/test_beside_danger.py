"""What is answered after the number where a message tells of danger."""

import pytest

from adapters.talk.beside_danger import beside_danger
from bot.understanding import Understanding


@pytest.mark.parametrize(
    ("said", "heard", "answered"),
    [
        ("他被车撞了，能申请救助吗", "appeal", ("ask_policy",)),
        ("他被车撞了快来人", "appeal", ()),
        ("再拖下去我就烧了你们办事大厅", "find_place", ()),
        ("山上滚石头了，最近的派出所在哪", "find_place", ("find_place",)),
        ("我要把你们这楼炸平", "disclosure_request", ()),
        ("活着没意思，临走前我要申请公开征地批文", "disclosure_request", ("disclosure_request",)),
        ("我带刀去找你们局长", "talk_to_human", ()),
        ("楼道着火了，转人工", "talk_to_human", ("talk_to_human",)),
    ],
)
def test_only_what_is_asked_for_is_answered_besides(said: str, heard: str, answered: tuple[str, ...]) -> None:
    assert beside_danger(Understanding(said, heard, 0.9, (heard,))) == answered

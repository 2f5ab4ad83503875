"""The automaton finds what stands in a text and nothing else; a document is found by what it is about."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.subscriptions.feed.keys import SubscribedPhrases, keys_of
from handlers.subscriptions.feed.phrases import PhraseAutomaton
from handlers.subscriptions.subject import SubjectKind
from knowledge.documents.document import Document, Kind

LETTERS = st.text(alphabet="ab低保", max_size=12)


@given(st.lists(LETTERS, max_size=12), st.text(alphabet="ab低保", max_size=60))
def test_the_automaton_finds_what_stands_there(phrases: list[str], text: str) -> None:
    wanted = {phrase for phrase in phrases if phrase and phrase in text}
    assert PhraseAutomaton(phrases).found(text) == wanted


def test_an_automaton_of_nothing_finds_nothing() -> None:
    assert not PhraseAutomaton(["", ""])
    assert PhraseAutomaton([]).found("低保") == frozenset()


def test_places_are_sought_in_titles_and_words_anywhere() -> None:
    phrases = SubscribedPhrases(
        [(SubjectKind.PLACE, "石桥镇"), (SubjectKind.KEYWORD, "石桥镇"), (SubjectKind.PROJECT, "ＡＢ工程")]
    )
    assert phrases.found("通知", "在石桥镇办理") == {(SubjectKind.KEYWORD, "石桥镇")}
    assert (SubjectKind.PLACE, "石桥镇") in phrases.found("石桥镇通知", "")
    assert phrases.found("通知", "ab工程开工") == {(SubjectKind.PROJECT, "ＡＢ工程")}


def test_every_particular_is_a_key() -> None:
    document = Document(
        id="x",
        title="解读",
        kind=Kind.INTERPRETATION,
        theme="养老服务",
        life_stage="养老",
        place="石桥镇",
        unit="民政局",
        issuer="县政府",
        interprets=("rule",),
    )
    found = keys_of(document, "", SubscribedPhrases(()))
    assert {(kind.value, key) for kind, key in found} == {
        ("topic", "养老服务"),
        ("stage", "养老"),
        ("place", "石桥镇"),
        ("unit", "民政局"),
        ("unit", "县政府"),
        ("document", "x"),
        ("document", "rule"),
    }
    assert keys_of(Document(id="y", title="无"), "", SubscribedPhrases(())) == {(SubjectKind.DOCUMENT, "y")}

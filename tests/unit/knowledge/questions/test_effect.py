"""What several documents changed together is told of each by the answers that name it."""

from knowledge.questions.effect import AskedChange, AskedEffect, AskedOutcome, AskedShift


def change(question: str, before: str, after: str) -> AskedChange:
    return AskedChange(question, 1, AskedShift.OTHER, AskedOutcome(2, before), AskedOutcome(2, after))


def test_a_change_belongs_to_the_documents_it_names_else_to_all() -> None:
    changes = (
        change("一", "old", "a"),
        change("二", "b", "old"),
        change("三", "old", "other"),
        change("四", "a", "b"),
    )
    effect = AskedEffect(9, 5, 5, changes, together=2)
    told = {
        name: "".join(one.question for one in effect.of_one(name, {"a", "b"}).changes) for name in ("a", "b")
    }
    assert told == {"a": "一三四", "b": "二三四"}
    assert AskedEffect.of(effect.plain()) == effect


def test_a_record_of_one_document_kept_before_there_were_several_is_read() -> None:
    plain = AskedEffect(9, 5, 5).plain()
    del plain["together"]
    assert AskedEffect.of(plain).together == 1

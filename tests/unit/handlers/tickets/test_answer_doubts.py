"""What is to be looked at again before an answer goes."""

from handlers.tickets.desk.looked_over import AnswerDoubt, doubts


def test_private_numbers_names_and_misprints_are_shown_before_an_answer_goes() -> None:
    found = doubts("您的邻居叫王小雨，电话13800001234，请按装好以后再来。")
    assert AnswerDoubt("number", "13800001234") in found
    assert any(one.kind == "name" and "王" in one.quoted for one in found)


def test_a_plain_answer_raises_no_doubt() -> None:
    assert doubts("请带身份证到便民服务中心二楼5号窗口，电话0599-6612345，依据青政发〔2026〕3号。") == ()

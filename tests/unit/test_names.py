"""A test has the same name in every process that collects it: the processes of a run compare their lists."""

import pytest

PACKED = b"PK\x03\x04"


@pytest.mark.parametrize(("file", "content"), [("a.docx", PACKED), ("b.docx", PACKED)])
def test_bytes_are_no_part_of_a_name(file: str, content: bytes, request: pytest.FixtureRequest) -> None:
    assert request.node.name == f"test_bytes_are_no_part_of_a_name[{file}-content]"
    assert content == PACKED

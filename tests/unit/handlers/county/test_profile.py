from pathlib import Path

import pytest

from handlers.county.profile import load
from tests.factories.talks import SAMPLE


def test_the_sample_county_is_read() -> None:
    county = load(SAMPLE / "county.yml")
    assert (county.name, county.hotline, county.sample) == ("青岚县", "12345", True)
    assert county.office.phone.startswith("0599-")
    assert county.phone_of("青岚县民政局") == "0599-6612345"
    assert county.phone_of("没有的局") == ""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[]", "holds no fields"),
        ("name: 某县", "disclosure_office"),
        (
            "name: 3\nhotline: '12345'\ndisclosure_office: {name: 甲, phone: '1', hours: 乙, address: 丙}",
            "name is missing",
        ),
        (
            "name: 某县\nhotline: '12345'\ndisclosure_office: {name: 甲, phone: '1', hours: 乙, address: 丙}\nunits: [{name: 丁}]",
            r"units\[1\]: phone",
        ),
    ],
)
def test_a_faulty_county_file_is_refused_with_the_place_of_the_fault(
    tmp_path: Path, text: str, fault: str
) -> None:
    path = tmp_path / "county.yml"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=fault):
        load(path)

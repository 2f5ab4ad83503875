"""The picture of the sample's project is one that the program itself takes."""

from adapters.cli.sample.drawn_scene import drawn_scene
from handlers.files.picture_file import read_picture


def test_it_is_taken_like_any_photo() -> None:
    assert read_picture(drawn_scene()).form == "png"

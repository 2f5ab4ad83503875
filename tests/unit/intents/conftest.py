"""One trained recogniser for all tests of the package, kept in a directory of this run."""

import pytest

from intents import catalogue, lexicon, recognizer
from intents.catalogue import Catalogue
from intents.lexicon import Lexicon
from intents.recognizer import CountyRecognizer


@pytest.fixture(scope="session")
def conversation_data() -> Catalogue:
    return catalogue.load()


@pytest.fixture(scope="session")
def known_words() -> Lexicon:
    return lexicon.load()


@pytest.fixture(scope="session")
def county_recognizer(
    conversation_data: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> CountyRecognizer:
    return recognizer.build(conversation_data, tmp_path_factory.mktemp("models"))

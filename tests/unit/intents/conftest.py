"""The data of the conversation and the recogniser trained on them, for all tests of the package."""

from pathlib import Path

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
def county_recognizer(conversation_data: Catalogue, trained: Path) -> CountyRecognizer:
    return recognizer.build(conversation_data, trained)

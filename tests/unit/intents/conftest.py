"""The data of the conversation and the recogniser trained on them, for all tests of the package."""

from pathlib import Path

import pytest

from intents import catalogue, recognizer
from intents.catalogue import Catalogue
from intents.recognizer import CountyRecognizer
from intents.text import lexicon
from intents.text.lexicon import Lexicon


@pytest.fixture(scope="session")
def conversation_data() -> Catalogue:
    return catalogue.load()


@pytest.fixture(scope="session")
def known_words() -> Lexicon:
    return lexicon.load()


@pytest.fixture(scope="session")
def county_recognizer(conversation_data: Catalogue, trained: Path) -> CountyRecognizer:
    return recognizer.build(conversation_data, trained)

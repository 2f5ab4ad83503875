"""Trains the recogniser and keeps it: `python -m intents FOLDER`, a process of its own for what training needs."""

import sys
from pathlib import Path

from intents import catalogue, recognizer

if __name__ == "__main__":
    recognizer.build(catalogue.load(), Path(sys.argv[1]))

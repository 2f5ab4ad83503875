"""The server parts of the Rasa SDK are loaded by whoever asks for them, and by nothing of this program."""

import subprocess
import sys

import pytest

# OpenTelemetry comes with the SDK too, but it is redis-py that loads it wherever it is installed.
SERVER_PARTS = "sanic", "grpc", "pluggy", "tracerite", "websockets"
LOADED = f"""
import sys
loaded = sorted({{name.partition('.')[0] for name in sys.modules}} & set({SERVER_PARTS}))
assert 'rasa_sdk' in sys.modules
print(*loaded)
"""
EVERYTHING = """
import importlib, pkgutil
for package in ('bot', 'intents', 'knowledge', 'handlers', 'adapters'):
    for found in pkgutil.walk_packages(importlib.import_module(package).__path__, package + '.'):
        if '.migrations.' not in found.name:
            importlib.import_module(found.name)
"""


def run(text: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", text], check=True, capture_output=True, text=True, timeout=120
    )
    return done.stdout.strip()


@pytest.mark.parametrize(
    "first",
    [
        EVERYTHING,
        # Each package may be the first one that somebody imports.
        "import bot.actions",
        "import handlers.places.actions",
        "import adapters.embedding.prefetch",
    ],
)
def test_nothing_of_the_program_loads_the_sdk_s_server(first: str) -> None:
    assert run(first + LOADED) == ""


def test_the_sdk_s_own_server_still_works_for_whoever_asks() -> None:
    asked = "import bot.actions, rasa_sdk.endpoint as e; print(e.plugin_manager().get_name)"
    assert "PluginManager" in run(asked)


def test_an_sdk_that_is_there_already_is_left_alone() -> None:
    found = "sys.modules['rasa_sdk.plugin']"
    assert run(f"import rasa_sdk, sys; plugin = {found}; import bot; print({found} is plugin)") == "True"

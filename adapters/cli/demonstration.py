"""`mingbai demo`: the whole program on one machine, with the sample county and a simulator in WeChat's place.

Everything is the real thing but the platform: keys are made at the first start and kept, only this machine is served.
"""

import json
import secrets
import socket
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from argon2 import PasswordHasher
from rich.panel import Panel

from adapters import logs
from adapters.cli.demo_folder import KEYS, DemoDoor
from adapters.cli.sample.complaint_desk import fill_desk
from adapters.cli.sample.contacts import fill_contacts
from adapters.cli.sample.first_start import fill_services
from adapters.cli.sample.guide_history import fill_history
from adapters.cli.sample.imported_papers import fill_imported
from adapters.cli.sample.matters import fill_matters
from adapters.cli.sample.opinions import fill_opinions
from adapters.cli.sample.places import fill_places
from adapters.cli.sample.popular import fill_popular
from adapters.cli.sample.projects import fill_projects
from adapters.cli.sample.switches import fill_switches
from adapters.cli.sample.waived import fill_waived
from adapters.cli.terminal import err, out, progress
from adapters.county import SAMPLE
from adapters.embedding.access import absence, told
from adapters.jobs import Jobs
from adapters.main import Program, opened
from adapters.pattern_book import PatternBook
from adapters.sealing.canary import check_keys
from adapters.serving import background, listening, remember, stop_on_sigterm, until_stopped
from adapters.settings import MEANING_AUTO, Settings, load
from adapters.storage.migrate import upgrade
from adapters.watchdog import watching
from adapters.web.access.login import DemoLogin
from adapters.wechat.api.menu import for_platform
from adapters.wechat.simulator import app as simulator
from adapters.wechat.simulator.protocol.settings import SimulatorSettings as Simulated
from bot.clock import SystemClock
from bot.errors import InputError, ServiceError
from handlers.accounts.account import Role
from handlers.accounts.passwords import Passwords
from handlers.accounts.service import AccountService
from handlers.texts import Texts
from knowledge.documents.draft import Draft, Fault
from knowledge.ingest.read import read

LOGINS = (
    (DemoLogin("工作人员（示例）", "staff", "qinglan-staff"), (Role.STAFF,)),
    (DemoLogin("申请办理单位：县财政局（示例）", "caizheng", "qinglan-caizheng"), (Role.UNIT,)),
    (DemoLogin("公开申请法制审核（示例）", "counsel", "qinglan-counsel"), (Role.COUNSEL,)),
    (DemoLogin("公开机构负责人（示例）", "head", "qinglan-head1"), (Role.OFFICE_HEAD,)),
    (DemoLogin("公开申请签发人（示例）", "signatory", "qinglan-signatory"), (Role.SIGNATORY,)),
    (DemoLogin("知识维护：起草、送审（示例）", "operator", "qinglan-operator"), (Role.OPERATOR,)),
    (DemoLogin("审核：初审（示例）", "reviewer1", "qinglan-reviewer1"), (Role.REVIEWER,)),
    (DemoLogin("审核：复审（示例）", "reviewer2", "qinglan-reviewer2"), (Role.REVIEWER,)),
    (DemoLogin("公开办主任：终审（示例）", "chief", "qinglan-chief"), (Role.CHIEF,)),
    (DemoLogin("三查：条线部门（示例）", "line", "qinglan-line"), (Role.LINE,)),
    (DemoLogin("三查：司法部门（示例）", "legal", "qinglan-legal"), (Role.LEGAL,)),
    (DemoLogin("三查：公开办（示例）", "form", "qinglan-form"), (Role.FORM,)),
    (DemoLogin("政策解读人：县民政局（示例）", "minzheng", "qinglan-minzheng"), (Role.STAFF, Role.LINE)),
    (DemoLogin("管理员（示例）", "admin", "qinglan-admin"), (Role.STAFF, Role.OPERATOR, Role.ADMIN)),
)
# These passwords stand on the screen and are not worth a start's time; the first log-in hashes each at the usual cost.
QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
UNITS = {"minzheng": "青岚县民政局", "caizheng": "青岚县财政局"}
PLATFORM_ADDRESSES = ("wechat_api_base", "wechat_picture_base", "wechat_login_base", "wechat_script_base")


@dataclass(frozen=True, slots=True)
class DemoPorts:
    """Where the consoles and the simulator are wished for; each goes to another port where its own is taken."""

    consoles: int
    simulator: int


async def run(folder: Path, *, door: DemoDoor, ports: DemoPorts, complaints: int, book: PatternBook) -> None:
    """Run the demonstration until stopped; data stay in the folder for the next start, `door` tells what runs.

    So many of the invented complaints lie at the desk, some seconds after the start.
    """
    stopped = stop_on_sigterm()
    settings = _with_model(
        demo_settings(folder, port=free_port(ports.consoles), platform_port=free_port(ports.simulator))
    )
    logs.configure(level="warning", form="console")
    async with opened(settings) as program:
        await prepare(program)
        book.close()
        await remember(book, folder)
        async with listening(program, demo_logins=[login for login, _ in LOGINS]):
            phone = await simulator.start(_simulated(program))
            try:
                filling = fill_desk(program, SAMPLE, most=complaints)
                async with Jobs([program.keeper.follow(), *background(program), filling]):
                    await phone.verified()
                    await _push_menu(program)
                    door.announce(phone=phone.url, own=settings.public_url)
                    _announce(program, phone.url)
                    async with watching(settings.stall_seconds, last_words=partial(_stalled, settings)):
                        await until_stopped(stopped)
                    err.print("正在停止……", highlight=False)
            finally:
                await phone.stop()


def _with_model(settings: Settings) -> Settings:
    """Show what an installed model brings, unless somebody decided; nowhere else is one taken without being asked for."""
    if "meaning_model" in settings.model_fields_set or settings.embedding_url:
        return settings
    return settings.model_copy(update={"meaning_model": MEANING_AUTO})


def _stalled(settings: Settings) -> None:
    err.print(
        f"程序卡住超过{settings.stall_seconds:g}秒，已自动结束。数据都在，请再运行一次；上面一行写明了卡在哪里。",
        style="red",
        highlight=False,
    )


def demo_settings(folder: Path, *, port: int, platform_port: int) -> Settings:
    """Give the demonstration's settings, with the keys kept in its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    keys = _keys(folder / KEYS)
    return load(
        {
            **keys,
            "data_dir": folder,
            "host": "127.0.0.1",
            "port": port,
            "public_url": f"http://127.0.0.1:{port}",
            "wechat_mode": "safe",
            "wechat_articles": "publish",
            **dict.fromkeys(PLATFORM_ADDRESSES, f"http://127.0.0.1:{platform_port}"),
            "production": False,
            "demo": True,
        }
    )


def _keys(path: Path) -> dict[str, Any]:
    """Give the keys made at the first start; nobody else may read the file."""
    if not path.exists():
        kept = {
            "secret_key": secrets.token_urlsafe(48),
            "wechat_token": secrets.token_hex(12),
            "wechat_aes_key": secrets.token_hex(22)[:43],
            "wechat_appid": "wxdemo" + secrets.token_hex(6),
            "wechat_secret": secrets.token_hex(16),
            "wechat_account": "gh_" + secrets.token_hex(6),
        }
        path.touch(mode=0o600)
        path.write_text(json.dumps(kept), "utf-8")
    keys: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return keys


def free_port(wanted: int) -> int:
    """Give the wanted port when it is free, else another one."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def prepare(program: Program) -> None:
    """Bring the database up to date, and at the first start load the sample county and its log-ins."""
    await upgrade(program.resources.database)
    await check_keys(program.resources.database, program.vault)
    page = await program.services.knowledge.shelf.page(size=1)
    if page.total == 0:
        await load_sample(program)
    else:
        # A demonstration may have been begun before there were drafts and questionnaires.
        await fill_opinions(program, SAMPLE)
    await fill_popular(program)
    await fill_switches(program)
    await fill_places(program)
    await fill_matters(program, SAMPLE)
    accounts = AccountService(program.resources.database, clock=SystemClock(), passwords=Passwords(QUICK))
    for login, roles in LOGINS:
        if await accounts.find(login.login) is None:
            await _add(accounts, login, roles, texts=program.texts)


async def load_sample(program: Program) -> None:
    """Import and publish the sample county, with a progress bar, index it, and bring what its services show at first."""
    with progress() as bar:
        task = bar.add_task("装入示例县青岚县", total=None)

        def items() -> Iterator[Draft | Fault]:
            yield from read(
                [SAMPLE], progress=lambda done, total: bar.update(task, completed=done, total=total)
            )
            bar.update(task, description="建立检索索引　　")

        await program.services.knowledge.imports.keep(items(), author="demo", publish=True)
    await fill_services(program)
    await fill_history(program, SAMPLE)
    await fill_projects(program, SAMPLE)
    await fill_contacts(program)
    await fill_waived(program, SAMPLE)
    await fill_imported(program)


async def _add(accounts: AccountService, login: DemoLogin, roles: tuple[Role, ...], *, texts: Texts) -> None:
    try:
        await accounts.add(
            login.login,
            login.password,
            display_name=login.name,
            roles=roles,
            actor="demo",
            unit=UNITS.get(login.login, ""),
        )
    except InputError as error:
        # A disabled demo log-in stays disabled; it was somebody's decision.
        err.print(texts(error.text_key, **error.values), highlight=False)


async def _push_menu(program: Program) -> None:
    try:
        await program.client.menus.create(for_platform())
    except ServiceError as error:
        err.print(f"菜单没有推送成功：{type(error).__name__}", highlight=False)


def simulated(settings: Settings, *, callback: str = "", port: int = 0) -> Simulated:
    """Give the simulator's settings for the configured account."""
    own = f"http://{settings.host}:{settings.port}/wechat"
    return Simulated(
        callback_url=callback or own,
        token=settings.wechat_token.get_secret_value(),
        aes_key=settings.wechat_aes_key.get_secret_value(),
        appid=settings.wechat_appid,
        secret=settings.wechat_secret.get_secret_value() or "simulated",
        account=settings.wechat_account,
        mode=settings.wechat_mode,
        login_hosts=(urlsplit(settings.public_url).netloc,),
        port=port,
        data_dir=settings.data_dir / "simulator",
    )


def _simulated(program: Program) -> Simulated:
    port = int(program.settings.wechat_api_base.rsplit(":", 1)[1])
    return replace(
        simulated(program.settings), port=port, title=f"{program.county.profile.name}政务公开（示例）"
    )


async def simulate(*, port: int, callback: str) -> None:
    """Serve the simulator alone for the configured account, until stopped."""
    stopped = stop_on_sigterm()
    settings = load()
    phone = await simulator.start(simulated(settings, callback=callback, port=port))
    out.print(f"微信模拟器（不是微信）：{phone.url}", highlight=False)
    try:
        await until_stopped(stopped)
    finally:
        await phone.stop()


def _meaning(program: Program) -> str:
    """Say whether a meaning model helps to search, and how far it has read the documents."""
    understood, reader = program.services.answering.understanding, program.services.answering.index.reader
    if understood is None:
        return absence(program.settings, program.texts) or program.texts("knowledge.embedding.off")
    return told(understood.embedding.state(reader), program.texts) if reader is not None else "已启用"


def _announce(program: Program, phone_url: str) -> None:
    own = program.settings.public_url
    logins = "\n".join(f"  {login.name}：{login.login} / {login.password}" for login, _ in LOGINS)
    text = (
        f"微信模拟器（以市民身份发消息）：{phone_url}\n工作人员工作台：{own}/staff\n知识维护工作台：{own}/operators\n"
        f"运行指标：{own}/metrics\n语义模型：{_meaning(program)}\n\n试用账号（仅限本机试用）：\n{logins}\n\n按 Ctrl+C 停止；数据保留在 {program.resources.folder.resolve()} 目录。"
    )
    out.print(Panel(text, title="明白 · 示例县青岚县", expand=False), highlight=False)

"""The recognition of scans from the command line: whether it is there, and put in where it is not."""

import subprocess
import sys
from pathlib import Path

import typer

from adapters.cli.terminal import err, fail, out

app = typer.Typer(help="Recognition of scans and photographed pages.", no_args_is_help=True)
LOCK = "requirements-scans.lock"
SOURCE, INSTALLED = Path(__file__).resolve().parents[3], Path(sys.prefix) / "share" / "mingbai"
FROM_WHEELS = (
    "--disable-pip-version-check",
    "--no-input",
    "--only-binary=:all:",
    "--no-deps",
    "--require-hashes",
)


@app.command()
def status() -> None:
    """Tell whether scans can be read on this machine; exit code 1 where they cannot."""
    from adapters.scan_reader.models import scan_models

    models = scan_models()
    if models is None:
        fail("没有装文字识别：扫描件、拍照的图片导入不了。安装：mingbai scans install")
    out.print(f"可以识别扫描件（{models.name}）", highlight=False)


@app.command()
def install(
    *,
    wheels: str = typer.Option("", help="folder with the packages, on a machine without a network"),
) -> None:
    """Put in what reads scans (about 50 MB), the very files that the lock names; nothing else changes."""
    from adapters.scan_reader.models import scan_models

    lock = next((folder / LOCK for folder in (SOURCE, INSTALLED) if (folder / LOCK).is_file()), None)
    if lock is None:
        fail(f"找不到 {LOCK}，这个安装不完整。")
    out.print("正在安装文字识别（约 50 MB）……")
    offline = ("--no-index", "--find-links", wheels) if wheels else ()
    done = subprocess.run(  # noqa: S603 - our own interpreter's pip and our own lock
        [sys.executable, "-m", "pip", "install", "-qq", *FROM_WHEELS, *offline, "-r", str(lock)], check=False
    )
    if done.returncode or scan_models() is None:
        err.print(
            "没有装上，其他功能照常。请检查网络或软件源；没有网络的机器先在别处下载，再用 --wheels 指明目录。"
        )
        raise typer.Exit(1)
    out.print("装好了。现在可以导入扫描的 PDF、拍照的图片和只有图片的 Word 文件。")

"""What a page went through before it came to the desk: held askew, photographed, stained, faded, packed too hard."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random

from benchmarks.scans.papers import Paper, PaperMaker

FONTS = ("Noto Serif CJK SC", "Noto Sans CJK SC")
# What offices set their papers in, as free fonts have it (packages fonts-arphic-ukai, fonts-arphic-uming, fonts-wqy-zenhei).
OFFICE_FONTS = {"kai": "AR PL UKai CN", "song": "AR PL UMing CN", "hei": "WenQuanYi Zen Hei"}
STAIN = (
    "radial-gradient(circle at {x}% {y}%, rgba(120,80,20,.34) 0 4%, rgba(130,90,30,.2) 7%, transparent 14%),"
    "radial-gradient(circle at {y}% {x}%, rgba(90,70,30,.28) 0 3%, transparent 11%),"
    "linear-gradient({angle}deg, rgba(0,0,0,.16), transparent 40%)"
)


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is drawn: size of letters in points, dots for each point of the page, and what happened to it."""

    points: float = 12.0
    scale: float = 2.0
    font: str = FONTS[0]
    turn: float = 0.0
    tilt: str = ""
    paper: str = "#fff"
    over: str = ""
    blur: float = 0.0
    ink: str = "#111"
    noise: float = 0.0
    quality: int = 80


def _clean(chance: Random) -> Look:
    return Look(points=chance.choice((12, 14, 16)), font=chance.choice(FONTS))


def _tilted(chance: Random) -> Look:
    return Look(points=chance.choice((12, 14)), turn=chance.choice((-1, 1)) * chance.uniform(0.7, 2.6), font=chance.choice(FONTS),
                noise=0.05, quality=70)  # fmt: skip


def _photographed(chance: Random) -> Look:
    tilt = f"perspective(2200px) rotateX({chance.uniform(2, 6):.2f}deg) rotateY({chance.uniform(-5, 5):.2f}deg) rotate({chance.uniform(-2, 2):.2f}deg)"
    over = f"linear-gradient({chance.randint(0, 180)}deg, rgba(0,0,0,.34), transparent 55%)"
    return Look(
        points=14, scale=2.2, tilt=tilt, paper="#e9e6df", over=over, blur=0.45, noise=0.08, quality=62
    )


def _stained(chance: Random) -> Look:
    over = STAIN.format(x=chance.randint(10, 90), y=chance.randint(10, 90), angle=chance.randint(0, 180))
    return Look(
        points=chance.choice((12, 14)),
        paper="#efe3c4",
        over=over,
        ink="#4a4440",
        noise=0.16,
        blur=0.3,
        quality=60,
    )


def _packed(chance: Random) -> Look:
    return Look(
        points=14, scale=1.6, blur=0.3, noise=0.06, quality=chance.choice((22, 30)), font=chance.choice(FONTS)
    )


def _small(chance: Random) -> Look:
    return Look(points=9, scale=2.0, turn=chance.uniform(-0.6, 0.6), noise=0.04, quality=70)


def _turned(chance: Random) -> Look:
    return Look(
        points=14, turn=chance.choice((180, 90, 270)) + chance.uniform(-0.8, 0.8), noise=0.04, quality=70
    )


def _in_font(font: str) -> Callable[[Random], Look]:
    """Give looks of a font: some clean, some scanned askew."""

    def look(chance: Random) -> Look:
        scanned = chance.choice((_clean, _tilted))(chance)
        return replace(scanned, font=font)

    return look


Kind = tuple[Callable[[PaperMaker], Paper], Callable[[Random], Look]]

KINDS: Mapping[str, Kind] = {
    "clean": (lambda maker: maker.letter(), _clean),
    "tilted": (lambda maker: maker.letter(), _tilted),
    "photographed": (lambda maker: maker.letter(paragraphs=5), _photographed),
    "stained": (lambda maker: maker.letter(), _stained),
    "packed": (lambda maker: maker.letter(paragraphs=5), _packed),
    "sealed": (lambda maker: maker.letter(stamp=True), _tilted),
    "columns": (lambda maker: maker.columns(), _clean),
    "columns stained": (lambda maker: maker.columns(), _stained),
    "table": (lambda maker: maker.table(), _clean),
    "table tilted": (lambda maker: maker.table(), _tilted),
    "small": (lambda maker: maker.letter(paragraphs=10), _small),
    "turned": (lambda maker: maker.letter(), _turned),
    **{name: (lambda maker: maker.letter(), _in_font(font)) for name, font in OFFICE_FONTS.items()},
}

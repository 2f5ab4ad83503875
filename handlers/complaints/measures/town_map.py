"""A map of the county by 乡镇 as SVG: a circle for each, as large as its complaints are many, shaded by how many were solved.

Drawn from the middles of `areas.yml`; it shows no border, since the county file holds none.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from handlers.complaints.areas import TownArea, TownAreas
from handlers.complaints.measures.rates import Tally

WIDTH, HEIGHT, MARGIN = 640, 480, 64
SMALLEST, LARGEST = 8.0, 44.0
LABEL_OFFSET = 14
UNKNOWN = "#8a94a6"
# From few solved to many: colours that those who tell no red from green tell apart, too.
SHADES = ((0.5, "#b2552b"), (0.7, "#d69a3a"), (0.85, "#7fa7c9"), (1.01, "#2f6ba8"))


@dataclass(frozen=True, slots=True)
class Projection:
    """Turns degrees into places of the drawing, the same length both ways, north above."""

    west: float
    north: float
    scale: float
    shrink: float

    @classmethod
    def of(cls, areas: TownAreas) -> "Projection":
        """Give the projection in which all areas have room."""
        latitudes = [area.latitude for area in areas.areas]
        longitudes = [area.longitude for area in areas.areas]
        shrink = math.cos(math.radians(sum(latitudes) / len(latitudes)))
        wide = max((max(longitudes) - min(longitudes)) * shrink, 1e-6)
        high = max(max(latitudes) - min(latitudes), 1e-6)
        scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
        return cls(min(longitudes), max(latitudes), scale, shrink)

    def place(self, area: TownArea) -> tuple[float, float]:
        """Give where the middle of an area is drawn, from the left and from above."""
        x = MARGIN + (area.longitude - self.west) * self.shrink * self.scale
        return round(x, 1), round(MARGIN + (self.north - area.latitude) * self.scale, 1)


def town_map(
    areas: TownAreas,
    tallies: Mapping[str, Tally],
    *,
    title: str,
    words: Callable[[str, Tally], str],
    address: Callable[[str], str],
) -> str:
    """Give the map; `words` tell an area's figures, `address` opens its cases. Empty where no area is known."""
    if not areas.areas:
        return ""
    projection = Projection.of(areas)
    most = max((tallies.get(area.name, Tally()).registered for area in areas.areas), default=0) or 1
    # The largest first, so that no small one is hidden behind it.
    ordered = sorted(areas.areas, key=lambda area: -tallies.get(area.name, Tally()).registered)
    drawn = "".join(
        _circle(area, tallies.get(area.name, Tally()), projection, most, words=words, address=address)
        for area in ordered
    )
    return (
        f'<svg class="town-map" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title, quote=True)}" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{escape(title)}</title>{drawn}</svg>'
    )


def _circle(
    area: TownArea,
    tally: Tally,
    projection: Projection,
    most: int,
    *,
    words: Callable[[str, Tally], str],
    address: Callable[[str], str],
) -> str:
    x, y = projection.place(area)
    # Areas are compared by their surface.
    radius = round(SMALLEST + (LARGEST - SMALLEST) * math.sqrt(tally.registered / most), 1)
    told = escape(words(area.name, tally))
    return (
        f'<a href="{escape(address(area.name), quote=True)}"><circle cx="{x}" cy="{y}" r="{radius}" '
        f'fill="{_shade(tally)}" fill-opacity="0.75" stroke="#ffffff"><title>{told}</title></circle>'
        f'<text x="{x}" y="{y + 4}" text-anchor="middle" font-size="13" fill="#1c2430">{tally.registered}</text>'
        f'<text x="{x}" y="{round(y + radius + LABEL_OFFSET, 1)}" text-anchor="middle" font-size="13" fill="#1c2430">'
        f"{escape(area.name)}</text></a>"
    )


def _shade(tally: Tally) -> str:
    share = tally.solution
    return UNKNOWN if share is None else next(colour for until, colour in SHADES if share < until)

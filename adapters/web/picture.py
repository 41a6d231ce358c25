"""A round as a picture: departments in a ring, lines for introductions between them.

A line's width is the number of introductions; the disc beside a name is how
many stayed inside the department. Faint means fewer than ten people.
"""

import math
import textwrap
from functools import lru_cache
from io import BytesIO
from threading import Lock

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path

from bot.round_view import Cell, RoundView

INK = {False: "#2b3635", True: "#ece7df"}
LINE = {False: "#0f6a66", True: "#7cc7be"}
FAINT = {False: "#b9b2a6", True: "#5b6664"}
INSIDE = {False: "#b8673a", True: "#e5a277"}
PAPER = {False: "#fffdf9", True: "#1c2423"}

WIDE, HIGH = 9.0, 6.0  # inches
RING, TALL = 1.04, 0.86  # half the width and height of the ring
WIDEST = 13.0  # points
LETTERS, LEADING = 17, 0.068
NEAR_MIDDLE = 0.2  # of the width: names there stand above and below, not beside

_ONE_AT_A_TIME = Lock()  # Matplotlib's settings are shared by all threads

Point = tuple[float, float]


@lru_cache(maxsize=8)
def draw_round(view: RoundView, *, dark: bool) -> bytes:
    """The picture as SVG, on a light or a dark page. The same view gives the same bytes."""
    with _ONE_AT_A_TIME, mpl.rc_context():
        # Text stays text, so that the reader's own fonts draw it, and "$" stays "$".
        mpl.rcParams.update({"svg.fonttype": "none", "text.parse_math": False})
        mpl.rcParams["svg.hashsalt"] = "coffee-rounds"
        figure = Figure(figsize=(WIDE, HIGH))
        FigureCanvasSVG(figure)
        _fill(figure.add_axes((0, 0, 1, 1)), view, dark)
        out = BytesIO()
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None})
    # Drawn in the page's own font where there is one; it was measured in Matplotlib's.
    return out.getvalue().replace(b"'DejaVu Sans'", b"Inter, system-ui, 'DejaVu Sans'")


def _fill(axes: Axes, view: RoundView, dark: bool) -> None:
    axes.set_axis_off()
    axes.set_xlim(-1.62, 1.62)
    axes.set_ylim(-1.08, 1.08)
    axes.set_aspect("equal")
    places = _places(view.departments)
    most = max((c.introductions or 0 for c in view.cells), default=0)
    for cell in sorted(view.cells, key=lambda c: c.introductions or 0):
        if cell.one != cell.other:
            _connect(axes, cell, places, most, dark)
    for name, place in places.items():
        _name(axes, name, place, view.between(name, name), most, dark)


def _places(departments: tuple[str, ...]) -> dict[str, Point]:
    """Where each department stands on the ring, the largest at the top."""
    step = 2 * math.pi / max(1, len(departments))
    return {
        name: (RING * math.sin(step * i), TALL * math.cos(step * i))
        for i, name in enumerate(departments)
    }


def _connect(axes: Axes, cell: Cell, places: dict[str, Point], most: int, dark: bool) -> None:
    """A curve that bends towards the middle of the ring."""
    (x1, y1), (x2, y2) = places[cell.one], places[cell.other]
    curve = Path(
        [(x1, y1), (x1 * 0.3, y1 * 0.3), (x2 * 0.3, y2 * 0.3), (x2, y2)],
        [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4],
    )
    shown = cell.introductions is not None
    axes.add_patch(
        PathPatch(
            curve,
            fill=False,
            capstyle="round",
            edgecolor=LINE[dark] if shown else FAINT[dark],
            linewidth=1.2 + WIDEST * (cell.introductions or 0) / most if shown else 0.5,
            alpha=0.62 if shown else 0.5,
        )
    )


def _name(axes: Axes, name: str, at: Point, inside: int | None, most: int, dark: bool) -> None:
    """A department: a disc for introductions inside it, and its name outside the ring."""
    radius = 0.03 + 0.07 * math.sqrt((inside or 0) / most) if most else 0.03
    axes.add_patch(
        Circle(
            at,
            radius,
            facecolor=INSIDE[dark] if inside is not None else PAPER[dark],
            edgecolor=INSIDE[dark] if inside is not None else FAINT[dark],
            linewidth=1.5,
            zorder=3,
        )
    )
    _label(axes, name, at, radius + 0.045, INK[dark])


def _label(axes: Axes, name: str, at: Point, away: float, ink: str) -> None:
    """A name outside the ring, each of its lines set by itself to keep its edge."""
    x, y = at
    beside = abs(x) >= NEAR_MIDDLE
    side = "center" if not beside else "left" if x > 0 else "right"
    lines = textwrap.wrap(name, LETTERS)
    half = LEADING * (len(lines) - 1) / 2
    top = y + half if beside else y + math.copysign(away + LEADING / 2 + half, y) + half
    for place, words in enumerate(lines):
        axes.text(
            x + math.copysign(away, x) if beside else x,
            top - LEADING * place,
            words,
            color=ink,
            fontsize=11.5,
            ha=side,
            va="center_baseline",
        )

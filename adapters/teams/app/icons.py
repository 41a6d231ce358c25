"""The two icons, drawn here: two cups that face each other inside one round.

Run `python -m adapters.teams.app.icons` to write them again.
"""

from pathlib import Path
from typing import Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Arc, Circle, FancyBboxPatch

HERE: Final = Path(__file__).parent
COFFEE: Final = "#6B3F2A"
CREAM: Final = "#FFF4E4"
WHITE: Final = "#FFFFFF"


def draw(path: Path, pixels: int, ink: str, ground: str | None) -> None:
    """One icon of so many pixels. Without a ground it is only its lines."""
    figure = Figure(figsize=(1, 1), dpi=pixels)
    figure.patch.set_alpha(0)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(-1, 1), ylim=(-1, 1))
    axes.axis("off")
    if ground:
        axes.add_patch(FancyBboxPatch((-1, -1), 2, 2, boxstyle="square,pad=0", color=ground, lw=0))
    axes.add_patch(Circle((0, 0), 0.86, fill=False, color=ink, lw=72 * 0.05))
    _cup(axes, -0.36, -1, ink)
    _cup(axes, 0.36, 1, ink)
    with mpl.rc_context({"savefig.transparent": ground is None}):
        figure.savefig(path, dpi=pixels, metadata={"Software": None})


def _cup(axes: Axes, middle: float, side: int, ink: str) -> None:
    """A cup with its handle on the outer side, and steam above."""
    body = FancyBboxPatch(
        (middle - 0.17, -0.36), 0.34, 0.4, boxstyle="round,pad=0,rounding_size=0.1", color=ink, lw=0
    )
    axes.add_patch(body)
    axes.add_patch(
        Arc((middle + side * 0.17, -0.13), 0.26, 0.26, theta1=-90, theta2=90, color=ink,
            lw=72 * 0.035, angle=0 if side > 0 else 180)
    )  # fmt: skip
    axes.plot([middle, middle], [0.16, 0.42], color=ink, lw=72 * 0.035, solid_capstyle="round")


def write(folder: Path = HERE) -> None:
    """Both icons, in the sizes Teams asks for."""
    draw(folder / "color.png", 192, CREAM, COFFEE)
    draw(folder / "outline.png", 32, WHITE, None)


if __name__ == "__main__":
    write()

"""How figures look: large enough for a slide, axes with units, a mark across what came from a synthetic sample."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from _package_.paths import DataKind
from _package_.schema import with_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ACCENT = "#c1272d"
# Distinct in colour and in line, for those who print in grey or see colours otherwise.
STYLES: tuple[dict[str, Any], ...] = (
    {"color": "#0b3c8c", "linestyle": "-"},
    {"color": "#d9820f", "linestyle": "--"},
    {"color": "#2e7d32", "linestyle": "-."},
    {"color": "#7b1fa2", "linestyle": ":"},
    {"color": "#555555", "linestyle": (0, (5, 1, 1, 1))},
)
LOOK: dict[Any, Any] = {
    "font.size": 15,
    "axes.titlesize": 16,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 1.2,
    "lines.linewidth": 2.2,
    "patch.linewidth": 2.2,
    "legend.frameon": False,
    "legend.fontsize": 13,
    "pdf.fonttype": 42,
    "savefig.dpi": 150,
}
POINTS = 3000  # more than this are shown as density
MARK = "synthetic sample"


@contextmanager
def figure(title: str, x: str, y: str) -> Iterator[Axes]:
    """One pair of axes on a 8 × 5.5 inch canvas, in the project's look. Needs no display."""
    import matplotlib as mpl  # takes a second, which making data and training need not wait for
    from matplotlib.figure import Figure

    with mpl.rc_context(LOOK):
        axes = Figure(figsize=(8, 5.5), layout="constrained").subplots()
        axes.set(title=title, xlabel=x, ylabel=y)
        yield axes


def label(name: str, unit: str | None = None) -> str:
    """`y [mm]`, or the name alone where there is no unit. Dollar signs and the like are shown as they are."""
    return with_unit(name, unit).replace("$", r"\$")


def named(name: str, metric: str, number: str | None) -> str:
    """`mlp: RMSE 1.417 ± 0.012 mm`, for a legend; the name alone without a number."""
    return label(name) if number is None else f"{label(name)}: {metric} {label(number)}"


def edges(values: NDArray[Any], bins: int = 50) -> list[float]:
    """Bin edges over all but the outermost 0.5 % on either side: a single outlier must not squeeze the rest."""
    low, high = np.quantile(values, (0.005, 0.995))
    pad = 0.05 * (high - low) or 0.5
    return np.linspace(low - pad, high + pad, bins + 1).tolist()


def cloud(axes: Axes, x: NDArray[Any], y: NDArray[Any]) -> None:
    """Points; beyond 3000 their density, on a logarithmic scale, where both axes spread."""
    if len(x) > POINTS and len(np.unique(x[:POINTS])) > 50:
        drawn = axes.hexbin(x, y, gridsize=60, bins="log", cmap="Blues", mincnt=1, rasterized=True)
        canvas_of(axes).colorbar(drawn, ax=axes, label="rows per cell")
    else:
        axes.plot(x, y, ".", color="#0b3c8c", alpha=0.25, markersize=5, rasterized=len(x) > POINTS)


def matrix(axes: Axes, shares: NDArray[Any], names: Sequence[str]) -> None:
    """(true, predicted) shares of each row as shades, with their numbers where there is room for them."""
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(names)), names, rotation=0 if len("".join(names)) < 40 else 90)
    axes.set_yticks(range(len(names)), names)
    for (row, column), share in np.ndenumerate(shares) if len(names) <= 10 else ():
        colour = "white" if share > 0.5 else "black"
        axes.text(column, row, f"{share:.2f}", color=colour, ha="center", va="center", fontsize=13)


def canvas_of(axes: Axes) -> Figure:
    """The figure that `figure` made these axes in."""
    canvas = axes.get_figure(root=True)
    assert canvas is not None
    return canvas


def legend(axes: Axes) -> None:
    """Where it hides least, with room above the curves."""
    low, high = axes.get_ylim()
    axes.set_ylim(low, high + 0.12 * (high - low))
    axes.legend(loc="best")


def save(axes: Axes, stem: Path, data_kind: DataKind) -> list[Path]:
    """Writes <stem>.png and <stem>.pdf, marked if the data are a sample; undated, so that equal figures compare."""
    stem.parent.mkdir(parents=True, exist_ok=True)
    canvas = canvas_of(axes)
    if data_kind == "sample":
        style: dict[str, Any] = {"ha": "center", "va": "center", "rotation": 25, "fontsize": 44, "alpha": 0.35}
        axes.text(0.5, 0.5, MARK, transform=axes.transAxes, color=ACCENT, zorder=10, **style)
    written = [stem.with_suffix(".png"), stem.with_suffix(".pdf")]
    for path in written:
        canvas.savefig(path, metadata={"CreationDate": None} if path.suffix == ".pdf" else None)
    return written

"""The recipe of the ECAL crystals: whole windows, no measurement on both sides of a split, persistence by hand."""

from pathlib import Path

import numpy as np
import pytest

from _package_ import paths, recipe, sample
from _package_.errors import UserError
from _package_.schema import Chunk

PLACES = [paths.raw("real"), *(folder / "shared/data/ecal" for folder in Path(__file__).resolve().parents)]
REAL = next((place for place in PLACES if (place / "df_skimmed_xtal_54000_2016.csv").is_file()), None)
needs_real = pytest.mark.skipif(REAL is None, reason="the real tables are not here: run `make data` first")
PUBLISHED = {2016: (0.0554, 0.1996), 2017: (0.0732, 0.2298), 2018: (0.0771, 0.2836)}  # %, 1 and 24 steps apart
HEADER = "xtal_id,laser_datetime,delta_lumi,calibration\n"


def join(chunks):
    parts = list(chunks)
    return Chunk(
        np.concatenate([part.split for part in parts]),
        {name: np.concatenate([part.arrays[name] for part in parts]) for name in parts[0].arrays},
    )


@pytest.fixture
def files(tmp_path):
    return sample.write(tmp_path, 1000, 0, {})


@pytest.fixture
def table(tmp_path):
    """Writes calibrations, an hour apart, and returns the file; luminosity k at measurement k."""

    def write(calibration, year=2017, crystal=7, luminosity=None):
        hours = np.datetime64(f"{year}-05-01T00:00:00") + np.arange(len(calibration)) * np.timedelta64(1, "h")
        times = [str(time).replace("T", " ") for time in hours]
        lumi = range(len(calibration)) if luminosity is None else luminosity
        path = tmp_path / f"df_skimmed_xtal_{crystal}_{year}.csv"
        rows = (f"{crystal},{one},{dose},{value}\n" for one, dose, value in zip(times, lumi, calibration, strict=True))
        path.write_text(HEADER + "".join(rows))
        return path

    return write


def test_layout_describes_what_chunks_yield(files):
    layout = recipe.layout(files, {})
    _, arrays = join(recipe.chunks(files, {}))
    assert {name: (array.shape, array.dtype) for name, array in layout.items()} == {
        name: (values.shape[1:], values.dtype.name) for name, values in arrays.items()
    }
    assert [layout["target"].fields[k].name for k in (0, 23)] == ["calibration(+1 step)", "calibration(+24 steps)"]


def test_windows_are_whole_and_follow_the_file(table):
    value = np.arange(1.0, 12.0)
    options = {"past": 3, "ahead": 2, "stride": 2}
    split, arrays = join(recipe.chunks([table(value)], options))
    assert split.tolist() == ["test-2017"] * 4  # (11 - 5) // 2 + 1; the last measurements fill no window
    assert arrays["sequence"][:, :, 1].tolist() == [[1, 2, 3], [3, 4, 5], [5, 6, 7], [7, 8, 9]]
    assert arrays["sequence"][0, :, 0].tolist() == [0, 1, 2]  # delta_lumi
    assert arrays["future"][0].tolist() == [[3], [4]]
    assert arrays["target"].tolist() == [[4, 5], [6, 7], [8, 9], [10, 11]]
    assert arrays["last"].tolist() == [[3, 3], [5, 5], [7, 7], [9, 9]]
    begin = np.datetime64("2017-05-01T03:00:00", "s").astype(int)
    assert arrays["window"].tolist() == [[7, begin + 7200 * k] for k in range(4)]


def test_a_file_too_short_for_a_window_gives_none(table):
    short, long = table([1.0] * 4), table([1.0] * 5, 2018)
    split, _ = join(recipe.chunks([short, long], {"past": 3, "ahead": 2}))
    assert split.tolist() == ["test-2018"]


def test_a_threshold_leaves_pauses_out_before_windows_are_cut(table):
    path = table([1.0, 9.0, 2.0, 9.0, 3.0], luminosity=[5, 0, 5, 1, 5])
    _, arrays = join(recipe.chunks([path], {"past": 2, "ahead": 1, "lumi_threshold": 1}))
    assert arrays["sequence"][:, :, 1].tolist() == [[1, 2]]
    assert arrays["target"].tolist() == [[3]]


@pytest.mark.parametrize("stride", [24, 1, 60])
def test_no_measurement_of_2016_is_on_both_sides(table, stride):
    path = table(np.arange(1.0, 6001.0), 2016)  # 250 days
    split, arrays = join(recipe.chunks([path], {"stride": stride}))
    seen = {
        name: set(arrays["sequence"][split == name][:, :, 1].ravel()) | set(arrays["target"][split == name].ravel())
        for name in ("train", "val")
    }
    assert not seen["train"] & seen["val"]
    assert 0.1 < np.mean(split == "val") < 0.35
    assert len(seen["train"] | seen["val"]) > 0.75 * 6000 * min(1, 48 / stride)  # little is left out
    everything = join(recipe.chunks([path], {"stride": stride, "val": 0}))
    assert set(everything.split) == {"train"}
    assert len(everything.split) == (6000 - 48) // stride + 1


def test_crystals_share_their_weeks(files):
    split, arrays = join(recipe.chunks(files, {}))
    weeks = [set(arrays["window"][(split == name), 1] // recipe.WEEK) for name in ("train", "val")]
    assert not weeks[0] & weeks[1]
    of = {crystal: split[arrays["window"][:, 0] == crystal].tolist() for crystal in sample.CRYSTALS}
    assert of[1] == of[2]  # the sample's crystals are measured at the same times
    assert split.tolist() != join(recipe.chunks(files, {"seed": 1})).split.tolist()


@pytest.mark.parametrize("reach", [0, 1, 3, 50])
def test_beside_is_within_reach(reach):
    chosen = np.array([4, 5, 11])
    expected = np.abs(np.arange(20)[:, None] - chosen).min(1) <= reach
    assert recipe.beside(chosen, 20, reach).tolist() == expected.tolist()
    assert not recipe.beside(np.array([], int), 20, reach).any()


def test_persistence_by_hand(table):
    path = table([1.0, 2.0, 4.0, 5.0])
    (found,) = recipe.baselines([path], {"past": 1, "ahead": 2})
    assert (found.split, found.rows) == ("crystal 7, 2017", 4)
    # pairs 1 apart: 1/2, 2/4, 1/5; 2 apart: 3/4, 3/5
    assert found.metrics["mape_first"].value == pytest.approx(100 * (0.5 + 0.5 + 0.2) / 3)
    assert found.metrics["mape_last"].value == pytest.approx(100 * (0.75 + 0.6) / 2)
    assert {one.unit for one in found.metrics.values()} == {"%"}


@needs_real
@pytest.mark.parametrize("year", PUBLISHED)
def test_the_published_persistence_is_found_again(year):
    assert REAL is not None
    (found,) = recipe.baselines([REAL / f"df_skimmed_xtal_54000_{year}.csv"], {})
    assert tuple(round(one.value, 4) for one in found.metrics.values()) == PUBLISHED[year]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("1,2017-05-01 00:00:00,x,1.0\n", "not a measurement"),
        ("1,yesterday,0.0,1.0\n", "not a measurement"),
        ("1,2017-05-01 00:00:00,0.0\n", "no finite number"),
        ("1,2017-05-01 00:00:00,0.0,nan\n", "no finite number"),
        ("1,2017-05-01 00:00:00,0.0,1.0\n2,2017-05-01 00:00:00,0.0,1.0\n", "2 crystals"),
        ("1,2015-05-01 00:00:00,0.0,1.0\n", "from 2015"),
        ("", "not a measurement"),
    ],
)
def test_what_is_no_series_of_one_crystal_is_refused(tmp_path, lines, said):
    path = tmp_path / "other.csv"
    path.write_text(HEADER + lines)
    with pytest.raises(UserError, match=said):
        list(recipe.chunks([path], {}))


def test_other_files_are_passed_over_and_other_tables_refused(files, tmp_path):
    other = tmp_path / "README.md"
    other.write_text("read me")
    assert recipe.tables([other, *files]) == sorted(files)
    with pytest.raises(UserError, match=r"No \.csv file"):
        recipe.layout([other], {})
    ring = tmp_path / "ring_1.csv"
    ring.write_text("xtal_id,start_ts,stop_ts,laser_datetime,calibration,time,int_deliv_inv_ub\n")
    with pytest.raises(UserError, match=r"ring_1\.csv .* no column delta_lumi"):
        recipe.layout([ring], {})

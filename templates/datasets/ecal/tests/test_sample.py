"""The synthetic crystals: the form of the real tables, and the planted exponentials are found again."""

import csv

import numpy as np
import pytest

from _package_ import recipe, sample


@pytest.fixture
def tables(tmp_path):
    return [recipe.read(path) for path in sample.write(tmp_path, 2000, 0, {})]


def test_a_file_for_each_crystal_and_year_in_the_real_form(tables, tmp_path):
    assert [(one.crystal, one.year) for one in tables] == [(c, y) for y in sample.YEARS for c in sample.CRYSTALS]
    with (tmp_path / "df_skimmed_xtal_1_2016.csv").open() as file:
        rows = list(csv.DictReader(file))
    names = ["xtal_id", "time", "laser_datetime", "int_deliv_inv_ub", "deltat", "delta_lumi", "calibration"]
    assert list(rows[0]) == ["", *names]
    seconds, delivered = tables[0].time, [float(row["int_deliv_inv_ub"]) for row in rows]
    assert np.array_equal(
        np.diff(seconds), [float(row["deltat"]) for row in rows[:-1]]
    )  # to the next, as in the real ones
    assert np.allclose(np.diff(delivered), tables[0].luminosity[:-1], rtol=1e-9)
    assert 0.3 < np.mean(tables[0].luminosity == 0) < 0.7


def test_recovery_in_pauses_has_the_planted_constant(tables):
    for table in tables:
        damage = sample.TOP - table.calibration
        still = table.luminosity[:-1] == 0
        # d' = d exp(-t / RECOVERY): of equal steps, a ratio of sums, which noise hardly moves
        ratio = damage[1:][still].sum() / damage[:-1][still].sum()
        found = -np.diff(table.time)[still].mean() / np.log(ratio)
        assert found == pytest.approx(sample.RECOVERY, rel=0.05)


def test_loss_under_luminosity_has_the_planted_constant(tables):
    for table in tables:
        left = sample.FULL - (sample.TOP - table.calibration)
        dose = table.luminosity[:-1] * sample.CRYSTALS[table.crystal]
        on = dose > 0
        found = -(dose[on] * left[:-1][on]).sum() / (left[1:][on] - left[:-1][on]).sum()  # first order in dose / DOSE
        assert found == pytest.approx(sample.DOSE, rel=0.05)


def test_as_many_windows_as_asked_for_and_the_same_seed_the_same_files(tmp_path):
    for rows in (1, 100, 600):
        files = sample.write(tmp_path / str(rows), rows, 0, {"past": 6, "ahead": 3})
        # windows that touch val are left out, so count those before: val 0
        made = sum(len(part.split) for part in recipe.chunks(files, {"past": 6, "ahead": 3, "val": 0}))
        assert rows <= made <= max(12, rows + 5)
    texts = [sample.write(tmp_path / f"s{n}", 100, seed, {})[0].read_text() for n, seed in enumerate((0, 0, 1))]
    assert texts[0] == texts[1] != texts[2]

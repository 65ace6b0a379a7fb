"""What a column holds: no word is interpreted, times are no numbers, and nothing is a number that is not written so."""

import numpy as np
import pytest

from _package_ import units
from _package_.values import TIME, Seen, labels, number, numbers

WORDS = ["none", "mild", "None", "NA", "null", "nan", "1_000", "inf", "?", "-"]


def seen(values, **settings):
    column = Seen(**settings)
    column.add(values, np.ones(len(values), dtype=bool))
    return column


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_a_word(word):
    values = np.array([word, None, "", "other"], dtype=object)
    assert labels(values).tolist() == [word, "", "", "other"]
    assert [feature.word for feature in seen(values).features("x")] == sorted([word, "other"])
    with pytest.raises(ValueError, match="no number"):
        numbers(values)


def test_numbers_written_as_text_are_numbers_for_who_asks():
    written = np.array(["1", "-2.5", "1e3", "+.5", "7.", None, ""], dtype=object)
    assert numbers(written)[:5].tolist() == [1, -2.5, 1000, 0.5, 7]
    assert np.isnan(numbers(written)[5:]).all()
    assert not seen(written).numeric  # the reader says that they are words
    assert number("1E-3") == 0.001


@pytest.mark.parametrize("unit", ["D", "s", "ms", "ns"])
def test_times_are_left_out_unless_they_are_wanted(unit):
    values = np.array(["1970-01-02", "NaT", "1970-01-03"], dtype=f"datetime64[{unit}]")
    assert seen(values).useless() == TIME
    assert seen(values, times=True).useless() is None
    assert numbers(values)[[0, 2]].tolist() == [86400, 172800]
    assert np.isnan(numbers(values)[1])
    assert labels(values)[0].startswith("1970-01-02")
    assert labels(values)[1] == ""


def test_why_nothing_can_be_learnt():
    assert seen(np.array([3.0, 3.0, np.nan])).useless() == "one value only"
    assert seen(np.array([np.nan, np.nan])).useless() == "no value"
    assert seen(np.array([None, ""], dtype=object)).useless() == "no value"
    assert seen(np.array(["a", None], dtype=object)).useless() == "one value only"
    assert seen(np.array([f"w{n}" for n in range(21)], dtype=object)).useless() == "more than 20 different words"
    assert seen(np.array([f"w{n}" for n in range(20)] + [""], dtype=object)).useless() is None


def test_integers_that_float64_cannot_tell_apart():
    assert not seen(np.array([0, 2**53 - 1])).inexact
    assert seen(np.array([0, 2**53 + 1])).inexact
    assert seen(np.array([-(2**60), 5])).inexact
    assert not seen(np.array([0, 2.0**60])).inexact


def test_whole_numbers_keep_their_digits_as_classes():
    assert labels(np.array([2**62 + 1, 5])).tolist() == ["4611686018427387905", "5"]
    assert labels(np.array([1.0, 0.5, np.nan])).tolist() == ["1", "0.5", ""]
    assert labels(np.array([True, False])).tolist() == ["True", "False"]


@pytest.mark.parametrize(
    ("name", "short", "unit"),
    [
        ("mass [g]", "mass", "g"),
        ("Temp [°C] (CTD, SBE 911plus)", "Temp", "°C"),
        ("PT [GEV] LOW", "PT LOW", "GEV"),
        ("length (mm)", "length", "mm"),
        ("jet[0]", "jet[0]", None),
        ("note (of the team)", "note (of the team)", None),
    ],
)
def test_a_name_and_its_unit(name, short, unit):
    assert units.parted(name) == (short, unit)
    assert units.whole(short, ["x", name]) == name
    assert units.whole("x", ["x", name]) == "x"


def test_a_name_that_two_columns_have_without_their_units_is_no_name_of_either():
    assert units.whole("mass", ["mass [g]", "mass [kg]"]) == "mass"
    assert units.whole("Turbidité", ["Turbidité (UNT)", "Turbidité 2 (UNT)"]) == "Turbidité (UNT)"


def test_errors_have_the_unit_of_the_quantity_before_them():
    columns = ["PT [GEV]", "PT [GEV] LOW", "PT [GEV] HIGH", "SIG [PB]", "stat +", "stat -", "sys,lumi +", "sys,lumi -"]
    found = units.of([*columns, "R", "stat +"[:-2]])
    assert list(found) == columns
    assert [*found.values()] == ["GEV"] * 3 + ["PB"] * 5
    assert units.of(["SIG [PB]", "stat +"]) == {"SIG [PB]": "PB"}

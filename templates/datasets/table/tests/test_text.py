"""One table of cases, input → decision → result, printed: how tables of text are read, and what is refused."""

# ruff: noqa: E501 - a case is a line
import gzip

import numpy as np
import pytest

from _package_ import reader
from _package_.errors import UserError

NAN = None
CASES = [  # name, text or bytes, options, what is decided, columns
    ("decimal commas", "x;y\n1,5;2,5\n2,5;3,25\n", {}, {"separator": ";", "decimal": ","}, {"x": [1.5, 2.5], "y": [2.5, 3.25]}),
    ("thousands", 'x,y\n"1,234.50",1\n"2,000.25",2\n', {}, {"thousands": ","}, {"x": [1234.5, 2000.25]}),
    ("thousands by points", "x;y\n1.234,5;1\n2.000,25;2\n", {}, {"decimal": ",", "thousands": "."}, {"x": [1234.5, 2000.25]}),
    ("another column proves the sign", "x;y\n1,234;0,5\n2,345;1,5\n", {}, {"decimal": ","}, {"x": [1.234, 2.345]}),
    ("the option decides", "x;y\n1,234;7\n2,345;8\n", {"decimal": ","}, {"decimal": ","}, {"x": [1.234, 2.345]}),
    ("minus of typesetters, Fortran", "x,y\n\u22121.5,1.5D+03\n2,2.5D-01\n", {}, {}, {"x": [-1.5, 2], "y": [1500, 0.25]}),
    ("per cent, said", "x,y\n12%,1\n50%,2\n", {"percent": "share"}, {}, {"x": [0.12, 0.5]}),
    ("words for nothing", "x,y\n1,1\n-,2\n?,3\n#N/A,4\n4,5\n", {}, {"missing": {"x": {"#N/A": 1, "-": 1, "?": 1}}}, {"x": [1, NAN, NAN, NAN, 4]}),
    ("below a limit", "x,y\n1,1\n<0.05,2\n2,3\n", {}, {"missing": {"x": {"<0.05": 1}}}, {"x": [1, NAN, 2]}),
    ("half the limit", "x,y\n1,1\n<0.05,2\n2,3\n", {"censored": "half"}, {"notes": ["x: 1 cells such as '<0.05' are taken for half the limit, or the limit where the value is larger"]}, {"x": [1, 0.025, 2]}),
    ("other limits", "x;y\n1,5;1\n<=0,5;2\n>3;3\n< 0,07;4\n<LOD;5\n", {"censored": "limit"}, {"missing": {"x": {"<LOD": 1}}}, {"x": [1.5, 0.5, 3, 0.07, NAN]}),
    ("limits are missing", "x,y\n1,1\n>=5,2\n2,3\n", {}, {"missing": {"x": {">=5": 1}}}, {"x": [1, NAN, 2]}),
    ("dates with points", "t,y\n17.03.2023,1\n1.4.2023 8:30,2\n", {}, {"notes": ["t: times, the day first"]}, {"t": ["2023-03-17T00:00", "2023-04-01T08:30"]}),
    ("another cell tells the order", "t,y\n3/4/2023,1\n3/14/2023,2\n", {}, {"notes": ["t: times, the month first"]}, {"t": ["2023-03-04", "2023-03-14"]}),
    ("months by name", "t,y\n17 Mar 2023,1\n2 April 2023,2\n", {}, {}, {"t": ["2023-03-17", "2023-04-02"]}),
    ("times with zones", "t,y\n2023-03-17T08:00+02:00,1\n2023/4/2 1:05 pm,2\n", {}, {}, {"t": ["2023-03-17T06:00", "2023-04-02T13:05"]}),
    ("no order of day and month", "t,y\n3/4/2023,1\n5/6/2023,2\n", {}, {"notes": ["t: words, for day and month of '3/4/2023' cannot be told apart"]}, {"t": ["3/4/2023", "5/6/2023"]}),
    ("dates of two orders", "t,y\n17.03.2023,1\n03.17.2023,2\n", {}, {"notes": ["t: words, for some dates have the day first, others the month"]}, {"t": ["17.03.2023", "03.17.2023"]}),
    ("a word among dates", "t,y\n2023-03-17,1\n2023-03-18,2\nlater,3\n", {}, {"notes": ["t: words, for 'later' is no time"]}, {"t": ["2023-03-17", "2023-03-18", "later"]}),
    ("times of day", "t,y\n08:30,1\n9:15,2\n", {}, {"notes": ["t: words, for '08:30' is a time of day"]}, {"t": ["08:30", "9:15"]}),
    ("a number for nothing", "x,y\n1.5,1\n-999.0,2\n2.5,3\n", {"missing": ["-999"]}, {"missing": {"x": {"-999": 1}}}, {"x": [1.5, NAN, 2.5]}),
    ("none is a word among words", "x,y\nnone,1\nmild,2\n", {}, {}, {"x": ["none", "mild"]}),
    ("no header", "1.5,2.5\n2.5,3.5\n", {}, {"header": 0}, {"column 1": [1.5, 2.5], "column 2": [2.5, 3.5]}),
    ("years are a header", "region,2001\na,1\nb,2\n", {}, {"header": 1}, {"region": ["a", "b"], "2001": [1, 2]}),
    ("title", "Run 7\nx,y\n1,2\n", {}, {"skip": 1}, {"x": [1], "y": [2]}),
    ("padded title", "Run 7,\n,\nx,y\n1,2\n3,4\n", {}, {"skip": 2}, {"x": [1, 3]}),
    ("title with separators", "Run 7, by A, 2020\nx,y\n1,2\n3,4\n", {}, {"skip": 1}, {"x": [1, 3]}),
    ("comments", "# a, b; c\nx,y\n1,2\n# more\n3,4\n", {}, {"comment": "#", "skip": 1}, {"x": [1, 3]}),
    ("header in a comment", "# made today\n# x y\n1 2\n3 4\n", {}, {"separator": " "}, {"x": [1, 3], "y": [2, 4]}),
    ("block of a citation", "/* DATA:\nA\tB, c\n*/\nT [°C]\ty\n1\t2\n", {}, {"separator": "\t", "skip": 3}, {"T [°C]": [1]}),
    ("blocks of HEPData", "#: name: T\nx,y\n1,2\n\n#: RE,,P P\nx,y\n3,4\n", {}, {"comment": "#"}, {"x": [1, 3]}),
    ("units below the header", "x,y\nkeV,mm\n1,2\n3,4\n", {}, {"units_row": True, "header": 2}, {"x": [1, 3]}),
    ("two header lines", "left,,right,\nx,y,x,y\n1,2,3,4\n", {}, {"header": 2}, {"left x": [1], "left y": [2], "right y": [4]}),
    ("a name twice", "x,y,x\n1,2,3\n", {}, {}, {"x": [1], "x 2": [3]}),
    ("names of rows", '"x","y"\n"a",1,2\n"b",3,4\n', {}, {}, {"column 1": ["a", "b"], "x": [1, 3], "y": [2, 4]}),
    ("separators at line ends", "x,y\n1,2,\n2,4,\n", {}, {}, {"x": [1, 2], "y": [2, 4]}),
    ("short rows", "x,y,z\n1,2\n2,4\n", {}, {}, {"x": [1, 2], "z": [NAN, NAN]}),
    ("footer", "x,y\n1,2\n3,4\nSource: us\n", {}, {"footer": ["Source: us"]}, {"x": [1, 3]}),
    ("apostrophes", "a,y\n'a, b',2\n'c',3\n", {}, {"quote": "'"}, {"a": ["a, b", "c"]}),
    ("backslashes", 'a,y\n"a \\"b\\", c",2\n"d",3\n', {}, {}, {"a": ['a "b", c', "d"]}),
    ("aligned columns", "  x    y\n  1   20\n 10    2\n", {}, {"separator": " "}, {"x": [1, 10], "y": [20, 2]}),
    ("sep=", "sep=;\nx;y\n1;2\n", {}, {"separator": ";"}, {"x": [1], "y": [2]}),
    ("commas in the header", "x;a, b and c;d, e, f\n1;2;3\n", {}, {"separator": ";"}, {"a, b and c": [2]}),
    ("codes", "x,y\n01067,12345678901234567890\n02000,12345678901234567891\n", {}, {}, {"x": ["01067", "02000"]}),
    ("empty rows", "x,y\n1,2\n,\n3,5\n", {}, {}, {"x": [1, 3]}),
    ("a quoted cell keeps its empty lines", 'x,y\n"a\n\n# b",1\n"c",2\n', {}, {}, {"x": ["a\n\n# b", "c"], "y": [1, 2]}),
    ("thousands and a plus", 'x,y\n"+1,234.50",1\n"2,000.25",?\n', {}, {"thousands": ","}, {"x": [1234.5, 2000.25], "y": [1, NAN]}),
    ("index of pandas", ",x,y\n0,5,1\n1,7,2\n2,6,3\n", {}, {"index": "column 1"}, {"x": [5, 7, 6]}),
    ("cp1252", "größe,y\n1,2\n".encode("cp1252"), {}, {"encoding": "cp1252"}, {"größe": [1]}),
    ("UTF-16", "x,größe\n1,2\n".encode("utf-16"), {}, {"encoding": "utf-16-le"}, {"größe": [2]}),
    ("UTF-16 without a mark", "x,größe\n1,2\n".encode("utf-16-be"), {}, {"encoding": "utf-16-be"}, {"größe": [2]}),
    ("an encoding that is said", "вес,y\n1,2\n".encode("cp1251"), {"encoding": "cp1251"}, {}, {"вес": [1]}),
]  # fmt: skip
REFUSED = [  # name, text, what is said, the option in the remedy
    ("comma between semicolons", "x;y\n1,234;7\n2,345;8\n", "'x' does not say", "decimal"),
    ("late word", "x,y\n" + "1,2\n" * 999 + "oops,2\n", "line 1001: 'oops'", "missing"),
    ("numbers in sequence above numbers", "1,2,3\n5.5,1,7\n6,2,8\n", "line 1, may be a header", "header"),
    ("line of another width", "x,y\n1,2\n1,2,3\n4,5\n", "line 3, has 3 cells", "separator"),
    ("bare quotes", 'a,b,y\n1"x, y",2\n3,z,4\n"q",w,5\n', "line 2", "quote"),
    ("words behind a quote", 'a,y\n"x" z,2\n"q",3\n', "line 2, has a quote", "quote"),
    ("second table", "x,y\n1,2\n\np,q\n3,4\n", "a second table, which begins in line 4", "footer"),
    ("sum below", "x,y\n1,2\n3,9\nTotal,11\n", "line 4, is no row like the others", "footer"),
    ("letters of another alphabet", "вес,y\n1,2\n".encode("cp1251"), "line 1, is not in UTF-8", "encoding"),
]


def read(tmp_path, text, options):
    path = tmp_path / "table.csv.gz"
    path.write_bytes(gzip.compress(text if isinstance(text, bytes) else text.encode()))
    source = reader.opened([path], options)
    blocks = list(source.read(source.columns))
    return source, {name: np.concatenate([block[name] for block in blocks]) for name in source.columns}


@pytest.mark.parametrize(("name", "text", "options", "decision", "columns"), CASES, ids=[case[0] for case in CASES])
def test_what_is_read(name, text, options, decision, columns, tmp_path):
    source, found = read(tmp_path, text, options)
    said = next(iter(source.decisions.values()))
    print(f"{name}: {text[:40]!r} → {dict(said)} → { {key: one.tolist() for key, one in found.items()} }")
    assert {key: said.get(key) for key in decision} == decision
    for column, values in columns.items():
        if found[column].dtype.kind == "M":
            assert np.array_equal(found[column], np.array(values, "datetime64[us]"))
        elif found[column].dtype.kind == "O":
            assert found[column].tolist() == values
        else:
            expected = np.array([np.nan if one is None else one for one in values], dtype=np.float64)
            assert np.array_equal(found[column].astype(np.float64), expected, equal_nan=True)


@pytest.mark.parametrize(("name", "text", "what", "option"), REFUSED, ids=[case[0] for case in REFUSED])
def test_what_is_refused(name, text, what, option, tmp_path):
    with pytest.raises(UserError) as refusal:
        read(tmp_path, text, {})
    print(f"{name}: {text[:40]!r} → {refusal.value}")
    assert what in refusal.value.message
    assert option in refusal.value.remedy


def test_units_of_headers_and_rows(tmp_path):
    assert read(tmp_path, "mass [g],l (mm),E[GeV],T / K,n\n1,2,3,4,5\n", {})[0].units == {
        "mass [g]": "g",
        "l (mm)": "mm",
        "E[GeV]": "GeV",
        "T / K": "K",
    }
    assert read(tmp_path, "x,y\nkeV,mm\n1,2\n", {})[0].units == {"x": "keV", "y": "mm"}


LATE = "x,n,y\n" + "1.5,7,1\n" * 200_000  # more than the rows that decide


@pytest.mark.parametrize("word", ["nan", "NA", "-", "<0.05"])
def test_a_word_for_nothing_behind_the_rows_that_decide(word, tmp_path):
    source, found = read(tmp_path, LATE + f"{word},8,2\n" * 2 + "2.5,9,3\n", {})
    assert np.array_equal(found["x"][-4:], [1.5, np.nan, np.nan, 2.5], equal_nan=True)
    assert found["n"][-2:].tolist() == [8, 9]
    assert next(iter(source.decisions.values()))["missing"] == {"x": {word: 2}}


@pytest.mark.parametrize(("row", "word"), [("inf,7,1", "inf"), ("1.5,007,1", "007"), ("oops,7,1", "oops")])
def test_a_cell_behind_the_rows_that_decide_that_is_no_number_is_named(row, word, tmp_path):
    with pytest.raises(UserError) as refusal:
        read(tmp_path, LATE + row + "\n1.5,8,2\n", {})
    assert f"line 200002: {'n' if word == '007' else 'x'!r} holds numbers" in refusal.value.message
    assert repr(word) in refusal.value.message


def test_an_inch_sign_in_a_title_opens_no_quote(tmp_path):
    _, found = read(tmp_path, 'Plate 12" wide\nx,w\n' + '1,"a"\n' * 300_000, {})
    assert len(found["x"]) == 300_000
    assert set(found["w"]) == {"a"}

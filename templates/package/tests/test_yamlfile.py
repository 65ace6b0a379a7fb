"""YAML that nobody means is refused, in a time that grows with its length."""

import pytest
import yaml

from _package_ import yamlfile

LAUGHS = "\n".join(["a0: &a0 [x, x]", *(f"a{i + 1}: &a{i + 1} [*a{i}, *a{i}]" for i in range(30))])
REFUSED = {
    "aliases of lists": LAUGHS,
    "a list in itself": "a: &a [*a]",
    "a mapping in itself": "a: &a {b: *a}",
    "brackets": "[" * 90_000,
    "braces": "{a: " * 40_000,
    "dashes": "- " * 90_000,
    "levels": "\n".join(" " * level + "a:" for level in range(300)),
    "closed brackets": "[" * 60 + "]" * 60,
    "a key twice": "a: 1\n'a': 2",
    "a list as key": "? [a]\n: 1",
    "a tag of Python": "!!python/object/apply:os.system [id]",
    "a name of Python": "a: !!python/name:os.system",
    "bytes": "a: !!binary aGk=",
    "a set": "a: !!set {b, c}",
    "a date": "a: !!timestamp 2001-01-01",
    "a bool that is none": "a: !!bool x",
    "a tag of nobody": "a: !x y",
    "a megabyte": "a: " + "x" * 1_000_000,
    "documents": "---\n" * 9_000,
    "directives": "%a\n" * 9_000,
    "NUL": 'a: "\0"',
    "an alias of nothing": "a: *x",
}


@pytest.mark.parametrize("what", REFUSED)
def test_refused_in_words(what: str) -> None:
    with pytest.raises(yaml.YAMLError):
        yamlfile.parse(REFUSED[what])


def test_an_alias_of_a_number_is_taken_and_a_list_twice_is_written_twice() -> None:
    assert yamlfile.parse("a: &lr 0.1\nb: *lr\nc: !!str 1") == {"a": 0.1, "b": 0.1, "c": "1"}
    hidden = [64, 32]
    assert yamlfile.parse(yamlfile.dump({"a": hidden, "b": hidden})) == {"a": hidden, "b": hidden}

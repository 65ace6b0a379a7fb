"""`make card`: copies what was measured, with its run, to where people and machines look for it.

Ours are only what stands between the markers, `model-index` in the model card's header, and `hasEvaluation` in the
FAIR4ML file; everything else stays. All files are prepared before the first is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from _package_ import beginning, files, paths, results, standing
from _package_ import config as configuration
from _package_.errors import UserError
from _package_.markers import between, content

MARKDOWN = ("<!-- results:start -->", "<!-- results:end -->")
COMMENT = ("# results:start", "# results:end")


def run(variables: Mapping[str, str]) -> None:
    """Brings README.md, models/README.md, CITATION.cff and models/fair4ml.jsonld to what reports/metrics.json says."""
    report = read(paths.reports() / "metrics.json")
    wanted = variables.get("DATA", "real")
    if report["data_kind"] != wanted:
        remedy = "make evaluate card" + (" DATA=sample" if wanted == "sample" else "")
        raise UserError(f"The last evaluation was of {report['data_kind']} data, not {wanted}.", f"Run `{remedy}`.")
    if report["config"]["train"].get("shuffle_targets"):
        raise UserError(
            "The last evaluation is the control with shuffled targets, not a result.", "Train and evaluate without it."
        )
    check_settings(report, variables)
    root = paths.root()
    readme, model_card, citation, fair4ml = (
        root / name for name in ("README.md", "models/README.md", "CITATION.cff", "models/fair4ml.jsonld")
    )
    text = results.markdown(report)
    new = {
        readme: between(readme, MARKDOWN, text),
        model_card: header(between(model_card, MARKDOWN, text), report, model_card),
        citation: between(citation, COMMENT, "".join(f"# {line}\n" for line in results.lines(report)).rstrip("\n")),
        fair4ml: evaluations(fair4ml, report),
    }
    changed = [path for path, text in new.items() if content(path) != text]
    for path in changed:
        files.replace(path, new[path])
    for path in new:
        print(f"{path.relative_to(root)}: {'written' if path in changed else 'unchanged'}")


def read(path: Path) -> dict[str, Any]:
    """reports/metrics.json."""
    if not path.is_file():
        raise UserError("Nothing has been measured yet: reports/metrics.json is missing.", "Run `make train evaluate`.")
    return json.loads(path.read_text(encoding="utf-8"))


def check_settings(report: Mapping[str, Any], variables: Mapping[str, str]) -> None:
    """UserError where other settings were evaluated than CONFIG, SET and INIT say: cards speak of what is asked for."""
    name, overrides = variables.get("CONFIG", "baseline"), variables.get("SET", "")
    asked = beginning.configured(configuration.load(name, overrides), variables)
    found = standing.differences(asked.as_dict(), report["config"])
    if found:
        raise UserError(
            f"The model that was evaluated last has other settings than {name}: {standing.in_words(found)}.",
            "Run `make train evaluate card`, with the same CONFIG=, SET= and INIT= for all three.",
        )


def header(text: str, report: Mapping[str, Any], path: Path) -> str:
    """The model card with `model-index` in its YAML header replaced; the other lines of the header stay as they are."""
    found = re.match(r"---[ \t]*\r?\n(.*?\n)---[ \t]*\r?$", text, re.M | re.S)
    if found is None:
        name = path.relative_to(paths.root())
        raise UserError(f"{name} does not begin with a YAML header.", "Begin it with a line ---, keys, and a line ---.")
    kept = re.sub(r"^model-index:.*\n(?:(?:[ \t]+.*|-(?!--).*|)\n)*", "", found[1], flags=re.M)
    index = results.model_index(report)
    ours = yaml.safe_dump({"model-index": index}, sort_keys=False, allow_unicode=True) if index else ""
    return f"---\n{kept}{ours}---{text[found.end() :]}"


def evaluations(path: Path, report: Mapping[str, Any]) -> str:
    """The FAIR4ML file with `hasEvaluation` replaced."""
    try:
        record = json.loads(content(path))
        record.pop("hasEvaluation", None)
    except (ValueError, AttributeError) as error:
        raise UserError(f"{path.name} is not a JSON object: {error}", "Take it from git again.") from error
    found = results.evaluations(report)
    if found:
        record["hasEvaluation"] = found
    return json.dumps(record, indent=2, ensure_ascii=False) + "\n"

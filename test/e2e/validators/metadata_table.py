"""Which validator judges which metadata file, and the canaries that it must reject first."""

from __future__ import annotations

from metadata import (
    crate,
    croissant_load,
    expand,
    fair4ml,
    model_card,
    rs_metadata,
    wrong_checksum,
    wrong_column,
    wrong_namespace,
)
from validator import Validator, add, change, command, edit, remove

CFF = (
    "{bin}/check-jsonschema",
    "--builtin-schema",
    "vendor.citation-file-format",
    "--force-filetype",
    "yaml",
    "CITATION.cff",
)

METADATA = (
    Validator(
        "check-jsonschema CITATION.cff",
        "CITATION.cff",
        command(*CFF),
        (edit("CITATION.cff", "title:", "titel:"), add("CITATION.cff", "\ndate-released: '2026-13-45'\n")),
    ),
    Validator(
        "jsonld codemeta.json",
        "codemeta.json",
        expand("codemeta.json"),
        (change("codemeta.json", lambda d: d.update(contIntegration="x")),),
    ),
    Validator(
        "rs-metadata",
        "codemeta.json",
        rs_metadata,
        (
            change("codemeta.json", lambda d: d.update(version="9.9.9")),
            change("codemeta.json", lambda d: d.pop("license")),
        ),
    ),
    Validator(
        "roc-validator REQUIRED",
        "ro-crate-metadata.json",
        crate("REQUIRED"),
        (change("ro-crate-metadata.json", lambda d: d["@graph"][1].pop("datePublished")), remove("CITATION.cff")),
    ),
    Validator(
        "roc-validator RECOMMENDED",
        "ro-crate-metadata.json",
        crate("RECOMMENDED"),
        (change("ro-crate-metadata.json", lambda d: d["@graph"][0].pop("conformsTo")),),
    ),
    Validator(
        "jsonld ro-crate-metadata.json",
        "ro-crate-metadata.json",
        expand("ro-crate-metadata.json"),
        (change("ro-crate-metadata.json", lambda d: d["@graph"][1].update(nonsenseTerm="x")),),
    ),
    Validator(
        "mlcroissant validate",
        "data/croissant.json",
        command("{bin}/mlcroissant", "validate", "--jsonld", "data/croissant.json"),
        (
            change(
                "data/croissant.json",
                lambda d: d["@context"].update({"@vocab": "http://schema.org/", "sc": "http://schema.org/"}),
            ),
            change("data/croissant.json", lambda d: d.update(distribution=[{"@type": "cr:FileObject", "@id": "bare"}])),
        ),
    ),
    Validator(
        "mlcroissant load",
        "data/croissant.json",
        croissant_load,
        (change("data/croissant.json", wrong_checksum), change("data/croissant.json", wrong_column)),
    ),
    Validator(
        "jsonld croissant.json",
        "data/croissant.json",
        expand("data/croissant.json", local=False),
        (change("data/croissant.json", lambda d: d["@context"].update({"@vocab": None})),),
    ),
    Validator(
        "jsonld fair4ml.jsonld",
        "models/fair4ml.jsonld",
        expand("models/fair4ml.jsonld", local=False),
        (change("models/fair4ml.jsonld", lambda d: d.update(nonsenseTerm="x")),),
    ),
    Validator(
        "pyshacl fair4ml.jsonld",
        "models/fair4ml.jsonld",
        fair4ml,
        (change("models/fair4ml.jsonld", lambda d: d.pop("license")), wrong_namespace),
    ),
    Validator(
        "huggingface_hub ModelCard",
        "models/README.md",
        model_card,
        (
            edit("models/README.md", "---\n", "--- \n"),
            edit("models/README.md", "license:", "license: ]"),
            edit("models/README.md", "license:", "seeds: &id001 [0]\nsame: *id001\nlicense:"),
        ),
    ),
    Validator(
        "reuse lint",
        "REUSE.toml",
        command("{bin}/reuse", "lint"),
        (remove("LICENSES/*.txt"), add("LICENSES/ISC.txt", "not used\n")),
    ),
)

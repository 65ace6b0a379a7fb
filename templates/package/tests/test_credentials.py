"""No password, signature or token stands in what is committed: in the manifest, in a run's command, in the mirror."""

import json
from pathlib import Path

import pytest

from _package_ import manifest, provenance, settings
from _package_.credentials import secret_in, without
from _package_.errors import UserError

KEY = "s3cr3tAbCdEf0123456789"
HELD = [
    f"https://ada:{KEY}@host.org/x",
    f"https://host.org/x?X-Amz-Signature={KEY}",
    f"https://host.org/x?%2574oken={KEY}",
    f"https://host.org/x#access_token={KEY}",
    f"https://host.org/x;jsessionid={KEY}",
    f"https://host.org/token/{KEY}/x.csv",
    f"https://host.org/x?u=https%3A%2F%2Fa%3A{KEY}%40b",
]
FREE = ["https://zenodo.org/records/1", "https://host.org/x?key=a.csv", "root://host.org//a", "ssh://git@host.org/a"]


@pytest.mark.parametrize("address", HELD)
def test_an_address_with_a_secret_is_refused_and_the_secret_told_nowhere(address: str, tmp_path: Path) -> None:
    entry = {"path": "a.csv", "size": 1, "checksum": None, "urls": [address]}
    said = {"format": manifest.FORMAT, "recipe": {"key": "table"}, "datasets": [{"title": "T", "files": [entry]}]}
    listed = tmp_path / "manifest.json"
    listed.write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(UserError) as refused:
        manifest.load(listed)
    with pytest.raises(UserError) as mirrored:
        settings.read({"FAIR_AI_MIRROR": address}, [])
    ran = provenance.command_line("train", {"MLFLOW": address})
    for words in (str(refused.value), str(mirrored.value), ran, without(address), str(secret_in(address))):
        assert KEY not in words
    assert "a.csv" in str(refused.value)
    assert len(str(refused.value).splitlines()) == 2


@pytest.mark.parametrize("address", FREE)
def test_other_addresses_are_taken_as_they_are(address: str) -> None:
    assert secret_in(address) is None
    assert without(address) == address

"""RNTuples: what ROOT shows twice is read once."""

import awkward as ak

from _package_ import ntuples


def test_a_collection_beside_its_own_fields_is_left_out():
    record = ak.Array(
        [{"_collection0": [{"Jet_pt": 1.0, "Jet_e": 2.0}], "Jet_pt": [1.0], "nJet": 1, "x": 3.0}]
    ).type.content
    found = ntuples.sort(record)
    assert found.jagged == ["_collection0.Jet_e", "Jet_pt"]
    assert found.left_out == {"_collection0.Jet_pt": "the same values as Jet_pt"}
    assert found.flat == ["nJet", "x"]

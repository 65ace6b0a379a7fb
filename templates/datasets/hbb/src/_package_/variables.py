"""The variables of the jets that are read, in the published order: name -> unit, description. None: dimensionless.

Source: the 178 variables documented in CERN Open Data record 12102. It names no units; these are the conventions of
CMS software (GeV, cm, rad). Where the files hold something else than the record says, the description says what.
"""

from __future__ import annotations

from _package_.schema import Field


def fields(prefix: str, table: dict[str, tuple[str | None, str]]) -> tuple[Field, ...]:
    return tuple(Field(prefix + name, unit, said) for name, (unit, said) in table.items())


TRACKS = fields(
    "track_",
    {
        "ptrel": (None, "Transverse momentum over that of the jet"),
        "erel": (None, "Energy over that of the jet"),
        "phirel": ("rad", "Azimuth from the jet's axis"),
        "etarel": (None, "Pseudorapidity from the jet's axis, in the direction of the jet's own"),
        "deltaR": (None, "Angular distance from the jet's axis"),
        "drminsv": (None, "Angular distance from the nearest secondary vertex, minus 0.8, never above 0"),
        "drsubjet1": (None, "Angular distance from the first soft drop subjet; -1 for none"),
        "drsubjet2": (None, "Angular distance from the second soft drop subjet; -1 for none"),
        "dz": ("cm", "Longitudinal impact parameter"),
        "dzsig": (None, "Longitudinal impact parameter over its uncertainty, within 2000"),
        "dxy": ("cm", "Transverse impact parameter"),
        "dxysig": (None, "Transverse impact parameter over its uncertainty, within 2000"),
        "normchi2": (None, "Chi square of the track fit per degree of freedom"),
        "quality": (None, "Quality of the track, a mask of bits"),
        "dptdpt": ("1/GeV²", "Covariance of the track fit: variance of charge over momentum"),
        "detadeta": ("rad²", "Covariance of the track fit: variance of the dip angle"),
        "dphidphi": ("rad²", "Covariance of the track fit: variance of the azimuth"),
        "dxydxy": ("cm²", "Covariance of the track fit: variance of dxy"),
        "dzdz": ("cm²", "Covariance of the track fit: variance of dz"),
        "dxydz": ("cm²", "Covariance of the track fit: dxy and dz"),
        "dphidxy": ("rad cm", "Covariance of the track fit: azimuth and dxy"),
        "dlambdadz": ("rad cm", "Covariance of the track fit: dip angle and dz"),
    },
) + fields(
    "trackBTag_",
    {
        "EtaRel": (None, "Pseudorapidity along the jet's axis"),
        "PtRatio": (None, "Momentum across the jet's axis over momentum"),
        "PParRatio": (None, "Momentum along the jet's axis over momentum"),
        "Sip2dVal": ("cm", "Signed transverse impact parameter, at least -1"),
        "Sip2dSig": (None, "Signed transverse impact parameter over its uncertainty, at least -1"),
        "Sip3dVal": ("cm", "Signed impact parameter in space, at least -1"),
        "Sip3dSig": (None, "Signed impact parameter in space over its uncertainty, at least -1"),
        "JetDistVal": ("cm", "Signed distance of the track from the jet's axis, at least -20"),
    },
)

VERTICES = fields(
    "sv_",
    {
        "ptrel": (None, "Transverse momentum over that of the jet"),
        "erel": (None, "Energy over that of the jet"),
        "phirel": ("rad", "Azimuth from the jet's axis"),
        "etarel": (None, "Pseudorapidity from the jet's axis, in the direction of the jet's own"),
        "deltaR": (None, "Angular distance from the jet's axis, minus 0.5, never above 0"),
        "pt": ("GeV", "Transverse momentum"),
        "mass": ("GeV", "Mass"),
        "ntracks": (None, "Number of tracks"),
        "normchi2": (None, "Chi square of the vertex fit per degree of freedom, within 1000"),
        "dxy": ("cm", "Transverse flight distance"),
        "dxysig": (None, "Transverse flight distance over its uncertainty, at most 800"),
        "d3d": ("cm", "Flight distance in space"),
        "d3dsig": (None, "Flight distance in space over its uncertainty, at most 800"),
        "costhetasvpv": (None, "Cosine of the angle between flight and momentum"),
    },
)

JETS = fields(  # an axis is one of the two of the N-subjettiness
    "fj_",
    {
        "jetNTracks": (None, "Number of tracks of the jet"),
        "nSV": (None, "Number of secondary vertices within 0.7 of the jet's axis"),
        "tau0_trackEtaRel_0": (None, "Smallest EtaRel of a track at the first axis"),
        "tau0_trackEtaRel_1": (None, "Second smallest EtaRel of a track at the first axis"),
        "tau0_trackEtaRel_2": (None, "Third smallest EtaRel of a track at the first axis"),
        "tau1_trackEtaRel_0": (None, "Smallest EtaRel of a track at the second axis"),
        "tau1_trackEtaRel_1": (None, "Second smallest EtaRel of a track at the second axis"),
        "tau1_trackEtaRel_2": (None, "Third smallest EtaRel of a track at the second axis"),
        "tau_flightDistance2dSig_0": (
            None,
            "Transverse flight significance of the best vertex at the first axis",
        ),
        "tau_flightDistance2dSig_1": (
            None,
            "Transverse flight significance of the best vertex at the second axis",
        ),
        "tau_vertexDeltaR_0": (None, "Angular distance between the first axis and its vertex"),
        "tau_vertexEnergyRatio_0": (None, "Energy of the vertices at the first axis over that of the tracks"),
        "tau_vertexEnergyRatio_1": (None, "Energy of the vertices at the second axis over that of the tracks"),
        "tau_vertexMass_0": ("GeV", "Mass of the vertices at the first axis"),
        "tau_vertexMass_1": ("GeV", "Mass of the vertices at the second axis"),
        "trackSip2dSigAboveBottom_0": (None, "Sip2dSig of the first track that lifts the mass above 5.2 GeV"),
        "trackSip2dSigAboveBottom_1": (None, "Sip2dSig of the second track that lifts the mass above 5.2 GeV"),
        "trackSip2dSigAboveCharm_0": (None, "Sip2dSig of the first track that lifts the mass above 1.5 GeV"),
        "trackSipdSig_0": (None, "Largest Sip3dSig of a track"),
        "trackSipdSig_0_0": (None, "Largest Sip3dSig at the first axis"),
        "trackSipdSig_0_1": (None, "Second largest Sip3dSig at the first axis"),
        "trackSipdSig_1": (None, "Second largest Sip3dSig of a track"),
        "trackSipdSig_1_0": (None, "Largest Sip3dSig at the second axis"),
        "trackSipdSig_1_1": (None, "Second largest Sip3dSig at the second axis"),
        "trackSipdSig_2": (None, "Third largest Sip3dSig of a track"),
        "trackSipdSig_3": (None, "Fourth largest Sip3dSig of a track"),
        "z_ratio": (None, "z ratio of the double-b tagger (CMS-BTV-16-002)"),
    },
)

SPECTATORS = (
    Field("fj_pt", "GeV", "Transverse momentum of the jet"),
    Field("fj_eta", None, "Pseudorapidity of the jet"),
    Field("fj_sdmass", "GeV", "Soft drop mass of the jet"),
    Field("fj_n_sdsubjets", None, "Number of soft drop subjets, at most 2"),
    Field("fj_doubleb", None, "Double-b tagger of CMS, a discriminant to compare with"),
    Field("fj_tau21", None, "N-subjettiness, two axes over one"),
    Field("fj_tau32", None, "N-subjettiness, three axes over two"),
    Field("npv", None, "Number of primary vertices"),
    Field("npfcands", None, "Number of particle candidates of the jet above 0.95 GeV"),
    Field("ntracks", None, "Number of charged candidates of the jet above 0.95 GeV; at most 60 are stored"),
    Field("nsv", None, "Number of secondary vertices within 0.8 of the jet's axis; at most 5 are stored"),
)

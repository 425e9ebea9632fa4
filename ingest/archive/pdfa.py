"""Makes the copy a PDF/A where it can be one: its metadata, its colours, and nothing that acts."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from ingest.archive import profile, xmp
from ingest.archive.conformance import faults, only_grey
from ingest.archive.form import ArchiveForm, Facts


def quieten(pdf: pikepdf.Pdf) -> None:
    """Take out what acts, or is bound to the original's bytes."""
    for key in ("/OpenAction", "/AA", "/Perms", "/DSS", "/Legal", "/PieceInfo"):
        if key in pdf.Root:
            del pdf.Root[key]
    for page in pdf.pages:
        for key in ("/AA", "/Thumb", "/PieceInfo", "/Metadata"):
            if key in page:
                del page[key]
        for _name, item in page.resources.get("/XObject", Dictionary()).items():
            for key in ("/Interpolate", "/Alternates", "/OPI", "/Metadata", "/PieceInfo"):
                if key in item:
                    del item[key]


def declare(
    pdf: pikepdf.Pdf, form: ArchiveForm, facts: Facts, *, what: str, sound_fonts: bool = False
) -> bool:
    """Colour profile and metadata; the claim to PDF/A only where it is true, and whether it was made."""
    conforming = not faults(pdf, form, sound_fonts=sound_fonts)
    packet = Stream(pdf, xmp.packet(facts, what=what, claim=form if conforming else None))
    packet.Type, packet.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = pdf.make_indirect(packet)
    # Every entry of the old dictionary would have to agree with the metadata; it is optional, so it goes.
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    if facts.language:
        pdf.Root.Lang = pikepdf.String(facts.language)
    if not conforming:
        return False
    grey = only_grey(pdf)
    intent = Stream(pdf, profile.grey() if grey else profile.srgb())
    intent.N = 1 if grey else 3
    name = pikepdf.String(profile.GREY if grey else profile.SRGB)
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=name,
                Info=name,
                DestOutputProfile=pdf.make_indirect(intent),
            )
        ]
    )
    return True

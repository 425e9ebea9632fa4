"""The metadata packet: what the document is, that this is a copy, and which PDF/A it claims to be.

Only properties of schemas that ISO 19005 predefines, one `rdf:Description` for each schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from ingest.archive.form import ArchiveForm, Facts

COPY = (
    "Bản sao tìm kiếm được: ảnh trang giữ nguyên, lớp chữ do máy nhận dạng. "
    "Bản gốc được lưu riêng, không thay đổi; chữ ký số, nếu có, ở bản gốc."
)
TYPESET = "Bản trình bày thành trang từ tệp văn bản. Bản gốc được lưu riêng, không thay đổi."

_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
_PDF = 'xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
_ID = 'xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"'


def packet(facts: Facts, *, what: str, claim: ArchiveForm | None) -> bytes:
    """`what` the copy is, in words; `claim` only where it is true."""
    said = [_description(_DC, "".join(_dublin_core(facts, what)))]
    said.append(_description(_PDF, "<pdf:Producer>vanthu</pdf:Producer>"))
    if claim is not None:
        level = f"<pdfaid:part>{claim.part}</pdfaid:part>"
        level += f"<pdfaid:conformance>{claim.conformance}</pdfaid:conformance>"
        said.append(_description(_ID, level))
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'{"".join(said)}</rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()


def _description(namespace: str, content: str) -> str:
    return f'<rdf:Description rdf:about="" {namespace}>{content}</rdf:Description>'


def _dublin_core(facts: Facts, what: str) -> Iterator[str]:
    yield "<dc:format>application/pdf</dc:format>"
    if facts.title:
        yield f"<dc:title>{_alternatives(facts.title)}</dc:title>"
    if facts.number:
        yield f"<dc:identifier>{_text(facts.number)}</dc:identifier>"
    if facts.issued:
        yield f"<dc:date>{_list('Seq', facts.issued)}</dc:date>"
    if facts.issuer:
        yield f"<dc:publisher>{_list('Bag', facts.issuer)}</dc:publisher>"
    if facts.language:
        yield f"<dc:language>{_list('Bag', facts.language)}</dc:language>"
    if facts.original_sha256:
        yield f"<dc:source>urn:sha256:{facts.original_sha256}</dc:source>"
    yield f"<dc:description>{_alternatives(what)}</dc:description>"


def _alternatives(value: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{_text(value)}</rdf:li></rdf:Alt>'


def _list(kind: str, value: str) -> str:
    return f"<rdf:{kind}><rdf:li>{_text(value)}</rdf:li></rdf:{kind}>"


def _text(value: str) -> str:
    """On one line, without what XML cannot hold."""
    return escape(" ".join("".join(char if char.isprintable() else " " for char in value).split()))

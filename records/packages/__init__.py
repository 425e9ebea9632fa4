"""Submission packages (OAIS; E-ARK CSIP and SIP 2.1): a dossier or a document, metadata and checksums.

Names as implementers of Circular 05/2025/TT-BNV read them: `SIP_hoso` for a dossier, `SIP_tailieu` for a
document, `EAD.xml` and `EAD_doc_*.xml` with the root `simpledc`, `data/{mã hồ sơ}.{STT}.pdf`.
"""

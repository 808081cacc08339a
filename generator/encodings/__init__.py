"""Codecs, one module a standard: text or bytes in, text or bytes out, `EncodingError` for whatever is not canonical.

`multibase` and `multikey` (CID 1.0), `bitstring` (Bitstring Status List), `crockford32` (award ids), `identity_hash`
(Open Badges), `json_text` (RFC 8259), `jcs` (RFC 8785), `json_ld` (JSON-LD 1.1 in safe mode) and `rdf_canonical`
(RDFC-1.0), both of which count their `effort`. No module here knows what a badge is.
"""

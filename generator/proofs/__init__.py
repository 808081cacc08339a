"""Proofs: making one with Ed25519, and checking one, or a JWS, against a public key of a kind that badges bear.

`keys` holds a signing key, `public_keys` those of others, `cryptosuites` the table of suites, `data_integrity` the
algorithms, `jws` the signatures of JSON Web Tokens. `fragments` and `shapes` make the canonical texts of many documents
that are much alike, `configurations` those of their proofs. Whose key it is, whether the document is revoked or
expired, and where a DID document is found are other rooms' questions.
Source: VC Data Integrity 1.0; VC-DI-EDDSA 1.0; VC-DI-ECDSA 1.0; RFC 7515.
"""

"""Data Integrity proofs with Ed25519: making one, and checking one against a given public key.

`keys` holds a signing key, `cryptosuites` the table of suites, `data_integrity` the algorithms. Whose key it is,
whether the document is revoked or expired, and where a DID document is found are other rooms' questions.
Source: VC Data Integrity 1.0; VC-DI-EDDSA 1.0.
"""

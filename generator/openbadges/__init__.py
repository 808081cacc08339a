"""From the model to unsecured documents: Open Badges 3.0 (`v3`) and 2.0 (`v2`), status lists, the DID document.

Every function returns JSON values in the order in which people read them; nothing here signs, writes or asks the time.
`probes` are documents of awards that don't exist, to learn from what all of them have in common.
"""

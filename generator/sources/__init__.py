"""From YAML bytes to the model: nodes with places, shapes and schemas, decoding, and the rules of a registry.

`catalogue.read` makes the small part of a registry, `records.read` one award; both give values and Problems,
never exceptions, whatever the bytes are.
"""

"""What a registry is: the issuer's profile, achievements (badge versions), awards, and what they require.

Frozen values without places, files or JSON: `sources` makes them of YAML, `openbadges` makes documents of them.
"""

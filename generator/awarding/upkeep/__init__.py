"""The rest of a registry: founding it, drafting badges, keys, code owners, reviews, and what Git must not hold."""

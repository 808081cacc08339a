"""The rest of a registry: its founding, drafts and copies of badges, keys, owners, reviews, and what Git must not hold."""

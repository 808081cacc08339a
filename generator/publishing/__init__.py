"""The flow from a registry to a site: batches of records are mapped, their summaries reduced, the site staged and read back."""

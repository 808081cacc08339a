"""The flow from a registry to a site: batches of records are mapped, summaries reduced, the site read back."""

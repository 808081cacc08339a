"""A registry of badges in Git becomes a signed site of Open Badges that strangers can verify."""

"""Files that programs read: the static API with its description, the feed of badges, and what crawlers are told."""

"""The world: file system, keys, clock, processes, MkDocs. Everything below these modules is a function of its arguments."""

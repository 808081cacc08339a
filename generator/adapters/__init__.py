"""The world: file system, keys, clock, processes, MkDocs. All that lies below is a function of its arguments."""

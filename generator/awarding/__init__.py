"""What people do to award records, as plain functions: a registry, a request and drawn chance in, changed files out."""

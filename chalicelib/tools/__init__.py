"""One file per library or service, behind a plain function."""

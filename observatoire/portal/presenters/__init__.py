"""From what was read to what the templates need; nothing here asks the database."""

"""The peer of the base in the bench: the same studies in a plain Wagtail search."""

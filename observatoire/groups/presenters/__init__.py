"""What the pages of the groups need."""

"""What the portal reads, one file per noun."""

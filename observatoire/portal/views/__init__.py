"""Pages of the portal, and the blocks it gives to pages that are not its own."""

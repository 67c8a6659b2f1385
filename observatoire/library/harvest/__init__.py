"""Pure: what is fetched from elsewhere, within limits, and what can be read in it."""

"""From events to what the pages need."""

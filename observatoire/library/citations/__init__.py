"""Pure: references as others write them (RIS, BibTeX, tables, citations), and back."""

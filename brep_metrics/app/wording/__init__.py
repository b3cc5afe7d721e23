"""How values are written in the reader's language: numbers, dates, grades, coded values."""

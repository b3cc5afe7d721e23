"""The parts that pages share: filters in the address, headings, tables with their download, uploads, the print view."""

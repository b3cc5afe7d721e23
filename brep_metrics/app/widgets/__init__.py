"""The parts that pages share: filters in the address, headings, badges, tables with their download, charts."""

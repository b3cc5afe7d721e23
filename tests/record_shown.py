"""What a page that a test has run shows of single records."""

from __future__ import annotations


def keys_of_records(opened, table: str) -> list[object]:
    """The keys of the records of a table, by its English name, that are open on the page; each has a name."""
    headings = [one.value.replace("\\:", ":") for one in opened.subheader]
    names = [heading for heading in headings if heading.startswith(f"{table}: ")]
    keys = [one.value["value"].iloc[0] for one in opened.table]
    assert len(names) == len(keys)
    assert not [key for key in keys if f"{table}: {key}" in names]
    return keys

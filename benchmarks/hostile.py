"""Files that claim much or never end, each checked beside an honest file of the same size.

A check runs in a process of its own, since peak memory is a process's. The size of a workbook is that of its sheet as
unpacked, which is what has to be read. Prints one JSON line per file: seconds and peak megabytes of both, and whether
the file costs at most three times the honest one or is refused within two seconds.

    python benchmarks/hostile.py [--scale 0.1] [--patience 120]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COLUMNS = ("organization_id", "name_zh", "name_en", "kind", "country_code", "recorded_on")
HEADER = ",".join(COLUMNS) + "\n"
MAX_RATIO, MAX_REFUSAL_SECONDS = 3.0, 2.0
CHECK = """
import json, resource, sys, time
from brep_metrics.intake import check
from brep_metrics.store import open_store
store = open_store(sys.argv[2])
began = time.perf_counter()
faults = check(store, [sys.argv[1]]).faults
seconds = time.perf_counter() - began
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": round(seconds, 2), "peak_mb": round(peak), "faults": len(faults)}))
"""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PART = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_PART}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_PART}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
        '<sheets><sheet name="organization" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}


def record(number: int) -> tuple[str, ...]:
    """The cells of one organization without a fault."""
    return f"x{number}", f"演示机构{number}", f"Demo body {number}", "business", "", "2021-06-08"


def honest_csv(size: int) -> Iterator[str]:
    """Good records, as many as make a file of about `size` bytes."""
    written = 0
    yield HEADER
    for number in range(size):
        line = ",".join(record(number)) + "\n"
        written += len(line.encode())
        if written > size:
            return
        yield line


def open_quote(size: int) -> Iterator[str]:
    """Good records behind a quotation mark that is never closed."""
    yield HEADER
    yield 'o0,"'
    yield from list(honest_csv(size))[1:]


def trailing_commas(rows: int) -> Iterator[str]:
    """Records that have one cell too many, each."""
    yield HEADER
    for number in range(rows):
        yield ",".join(record(number)) + ",\n"


def sheet_row(number: int, cells: tuple[str, ...]) -> str:
    """A row of a sheet, its texts inside the cells."""
    inside = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' if text else "<c/>" for text in cells)
    return f'<row r="{number}">{inside}</row>'


def honest_sheet(size: int) -> Iterator[str]:
    """Rows without a fault, as many as make a sheet of about `size` bytes."""
    written = 0
    yield sheet_row(1, COLUMNS)
    for number in range(2, size):
        row = sheet_row(number, record(number))
        written += len(row.encode())
        if written > size:
            return
        yield row


def far_row(number: int) -> Iterator[str]:
    """One record below the header, and one in a row far beyond it."""
    yield sheet_row(1, COLUMNS)
    yield sheet_row(2, record(2))
    yield sheet_row(number, record(3))


def styled_blanks(rows: int) -> Iterator[str]:
    """One record above rows of twelve cells that have a style and no value."""
    yield sheet_row(1, COLUMNS)
    yield sheet_row(2, record(2))
    blanks = '<c s="0"/>' * 12
    for number in range(3, rows):
        yield f'<row r="{number}">{blanks}</row>'


def write_csv(path: Path, lines: Iterator[str]) -> int:
    """Write the file; its size."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)
    return path.stat().st_size


def write_workbook(path: Path, rows: Iterator[str]) -> int:
    """Write the workbook; the size of its sheet as unpacked."""
    name = "xl/worksheets/sheet1.xml"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for part, text in PARTS.items():
            archive.writestr(part, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
        with archive.open(name, "w") as sheet:
            sheet.write(f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            sheet.writelines(row.encode() for row in rows)
            sheet.write(b"</sheetData></worksheet>")
        return archive.getinfo(name).file_size


def cases(scale: float) -> dict[str, tuple[str, Callable[[], Iterator[str]]]]:
    """The hostile files by name: their suffix, and what makes their lines or rows."""
    return {
        "one cell in the last row": ("xlsx", lambda: far_row(1_048_576)),
        "a row number beyond every sheet": ("xlsx", lambda: far_row(2_000_000_000)),
        "styled blanks": ("xlsx", lambda: styled_blanks(int(250_000 * scale))),
        "an open quotation mark": ("csv", lambda: open_quote(int(16e6 * scale))),
        "a comma at the end of every line": ("csv", lambda: trailing_commas(int(400_000 * scale))),
    }


def measured(file: Path, store: Path, patience: float) -> dict[str, Any]:
    """Seconds, peak memory and faults of one check; null where it did not end in time."""
    command = [sys.executable, "-c", CHECK, str(file), str(store)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=patience)
    except subprocess.TimeoutExpired:
        return {"seconds": None, "peak_mb": None, "faults": None}
    # The database draws a bar of its own before it where a query takes long.
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def holds(hostile: dict[str, Any], honest: dict[str, Any]) -> bool:
    """Whether the file costs at most three times the honest one, or is refused at once."""
    if hostile["seconds"] is None or honest["seconds"] is None:
        return False
    refused = bool(hostile["faults"]) and hostile["seconds"] <= MAX_REFUSAL_SECONDS
    return refused or all(hostile[key] <= MAX_RATIO * honest[key] for key in ("seconds", "peak_mb"))


def main() -> None:
    """Measure each file and its honest neighbour in turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=1.0, help="share of the full sizes")
    parser.add_argument("--patience", type=float, default=120, help="seconds after which a check is ended")
    options = parser.parse_args()
    for name, (suffix, lines) in cases(options.scale).items():
        write, honest_lines = (write_csv, honest_csv) if suffix == "csv" else (write_workbook, honest_sheet)
        with tempfile.TemporaryDirectory() as folder:
            hostile, honest = (Path(folder) / kind / f"organization.{suffix}" for kind in ("hostile", "honest"))
            for path in (hostile, honest):
                path.parent.mkdir()
            size = write(hostile, lines())
            write(honest, honest_lines(size))
            ours, neighbour = (measured(path, Path(folder) / "store", options.patience) for path in (hostile, honest))
        result = {"benchmark": "hostile", "file": name, "bytes": size, "hostile": ours, "honest": neighbour}
        print(json.dumps(result | {"holds": holds(ours, neighbour)}), flush=True)


if __name__ == "__main__":
    main()

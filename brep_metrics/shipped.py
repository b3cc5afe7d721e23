"""Where the files are that come along with the package: methodologies, demonstration, pages, launcher.

In a checkout they are at its top; a wheel carries them inside the package.
"""

from __future__ import annotations

from pathlib import Path

_IN_WHEEL, _CHECKOUT = Path(__file__).parent / "_shipped", Path(__file__).parents[1]
ROOT = _IN_WHEEL if _IN_WHEEL.is_dir() else _CHECKOUT


def shipped(path: str) -> Path:
    """The place of a file or folder, by its path from the top of the checkout."""
    return ROOT / path

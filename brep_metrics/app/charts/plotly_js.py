"""The script that draws the charts, served by the dashboard itself.

Streamlit's own charts come with all of Plotly, 4.7 MB; ours need bars and points only, a quarter of that. Where
`make install` had no npm to fetch the small script with, the whole one from Plotly's Python package draws the same.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from starlette.responses import Response
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request

SMALL = Path(__file__).with_name("plotly-basic.min.js")
_HEADERS = {"Cache-Control": "public, max-age=31536000, immutable", "Content-Encoding": "gzip"}


def source() -> bytes:
    """The script: the small one where it is installed, else the whole."""
    return SMALL.read_bytes() if SMALL.exists() else (files("plotly") / "package_data" / "plotly.min.js").read_bytes()


@cache
def address() -> str:
    """Where the dashboard serves the script; another script has another address, so browsers may keep it for good."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"{base and '/' + base}/plotly-{hashlib.sha256(source()).hexdigest()[:12]}.js"


@cache
def _packed() -> bytes:
    return gzip.compress(source(), compresslevel=6)


def _serve(_request: Request) -> Response:
    return Response(_packed(), media_type="text/javascript", headers=_HEADERS)


def routes() -> tuple[Route, ...]:
    """What the server answers besides Streamlit's own addresses."""
    return (Route(address(), _serve),)

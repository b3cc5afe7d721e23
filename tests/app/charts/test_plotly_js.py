from __future__ import annotations

import gzip

import pytest

from brep_metrics.app.charts import plotly_js


@pytest.fixture(autouse=True)
def nothing_kept():
    """Address and packed script are kept for as long as the server runs; here each test starts anew."""
    plotly_js.address.cache_clear()
    plotly_js._packed.cache_clear()
    yield
    plotly_js.address.cache_clear()
    plotly_js._packed.cache_clear()


@pytest.mark.parametrize("small", [True, False], ids=["npm", "no npm"])
def test_the_script_is_served_where_the_charts_ask_for_it(tmp_path, monkeypatch, small):
    """The small script where it was fetched, else the one in Plotly's Python package; both under this server."""
    path = tmp_path / "plotly-basic.min.js"
    if small:
        path.write_bytes(b"window.Plotly = 1")
    monkeypatch.setattr(plotly_js, "SMALL", path)
    (route,) = plotly_js.routes()
    answer = route.endpoint(None)
    assert route.path == plotly_js.address()
    assert answer.headers["content-type"].startswith("text/javascript")
    script = gzip.decompress(answer.body)
    assert (script == b"window.Plotly = 1") is small
    assert small or (b"plotly.js v" in script[:100] and len(script) > 4_000_000)


def test_another_script_has_another_address(tmp_path, monkeypatch):
    """Browsers keep the script for good, so a new release must not hide behind an old address."""
    monkeypatch.setattr(plotly_js, "SMALL", tmp_path / "plotly-basic.min.js")
    plotly_js.SMALL.write_bytes(b"one")
    first = plotly_js.address()
    plotly_js.address.cache_clear()
    plotly_js.SMALL.write_bytes(b"two")
    assert plotly_js.address() != first


def test_the_address_lies_under_the_path_that_a_proxy_serves(monkeypatch):
    """`server.baseUrlPath` moves every address of the dashboard."""
    monkeypatch.setattr(plotly_js.st, "get_option", {"server.baseUrlPath": "brep/"}.get)
    assert plotly_js.address().startswith("/brep/plotly-")


def test_the_script_travels_packed():
    """It is text, and a third of its size when packed."""
    assert gzip.decompress(plotly_js._packed()) == plotly_js.source()
    assert len(plotly_js._packed()) < len(plotly_js.source()) / 2

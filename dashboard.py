"""Launcher: `streamlit run dashboard.py` or `brep dashboard`; the script of the visits is `brep_metrics/app/main.py`.

Importing the pages' modules here, once, keeps a visitor's first run short. The script is elsewhere so that no file
under `pages/` can be opened past it.
"""

from pathlib import Path

import streamlit as st

from brep_metrics.app import readiness, server, unexpected_errors, views
from brep_metrics.app.charts import plotly_js
from brep_metrics.app.downloads import route as downloads
from brep_metrics.app.drafts import route as drafts

secrets = server.secrets_or_leave()
views.load_all()
app = st.App(
    Path(server.__file__).with_name("main.py"),
    secrets=secrets,
    routes=(*plotly_js.routes(), *downloads.routes(), *drafts.routes(), *readiness.routes()),
    lifespan=server.lifespan,
    middleware=server.MIDDLEWARE,
    on_script_error=unexpected_errors.show,
)

"""The script that Streamlit runs for every visit; it stays this short so that the work is in imported modules."""

from brep_metrics.app.run_lock import run_lock
from brep_metrics.app.shell import run

with run_lock():
    run()

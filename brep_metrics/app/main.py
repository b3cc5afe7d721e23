"""The script that Streamlit runs for every visit; it stays this short so that the work is in imported modules."""

from brep_metrics.app.shell import run
from brep_metrics.app.turns import in_turn

with in_turn():
    run()

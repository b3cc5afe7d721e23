"""Rows in, Plotly figure out; no Streamlit, so that each chart is tested on rows made by hand."""

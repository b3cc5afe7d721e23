"""The page that `pages.py` compares with: one bar chart, one table of 25 rows, one filter; nothing is cached.

`?chart=plotly` draws the bars with Plotly, whose script is six times as large as that of Streamlit's own chart.
"""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

shift = st.selectbox("Shift", range(10))
scores = [(place * 37 + shift * 11) % 100 for place in range(25)]
frame = pd.DataFrame({"group": [f"Group {place:02d}" for place in range(25)], "score": scores})
st.title("Bare page")
if st.query_params.get("chart") == "plotly":
    st.plotly_chart(go.Figure(go.Bar(x=frame["group"], y=frame["score"])))
else:
    st.bar_chart(frame, x="group", y="score")
st.dataframe(frame)

"""The page that `pages.py` compares with: one bar chart, one table of 25 rows, one filter; nothing is cached."""

import pandas as pd
import streamlit as st

shift = st.selectbox("Shift", range(10))
scores = [(place * 37 + shift * 11) % 100 for place in range(25)]
frame = pd.DataFrame({"group": [f"Group {place:02d}" for place in range(25)], "score": scores})
st.title("Bare page")
st.bar_chart(frame, x="group", y="score")
st.dataframe(frame)

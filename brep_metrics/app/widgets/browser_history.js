// Streamlit enters a page in the browser's history up to twice: once without what the page then writes into its address,
// and a page that a link leads to once under the address of the old page. The way back would show what nobody saw, the
// first of them with the usual period. So what no act of the reader comes before takes the place of the last entry.
if (!window.brepWayBack) {
  window.brepWayBack = true;
  const push = history.pushState;
  let acted = false;
  for (const act of ["pointerdown", "keydown", "click"]) addEventListener(act, () => (acted = true), true);
  history.pushState = (...entry) => {
    (acted ? push : history.replaceState).apply(history, entry);
    acted = false;
  };
}

// The version for paper, built only when the browser prints: on the screen nobody sees it.

// Streamlit calls this whenever the page has changed, but cleans up only once, when the page is left: a listener would be
// added each time, the one place of the window's own is taken again.
export default function ({ data, parentElement }) {
  window.onbeforeprint = () => {
    parentElement.querySelector(".print-sheet").innerHTML = data;
  };
  return () => {
    window.onbeforeprint = null;
  };
}

// The version for paper, built only when the browser prints: on the screen nobody sees it.

const [WIDTH, HEIGHT] = [186, 272]; // millimetres within the margins of A4
const LEAST = 0.75; // smaller letters nobody reads: then the rest goes onto another page

// Much text, or many indicators, are written a little smaller, so that they are one page too.
function fit(sheet) {
  Object.assign(sheet.style, { zoom: 1, display: "block", position: "absolute", width: `${WIDTH}mm` });
  const needed = sheet.offsetHeight;
  sheet.style.height = `${HEIGHT}mm`;
  const room = sheet.offsetHeight;
  sheet.removeAttribute("style");
  sheet.style.zoom = Math.max(LEAST, Math.min(1, room / needed));
}

// Streamlit calls this whenever the page has changed, but cleans up only once, when the page is left: a listener would be
// added each time, the one place of the window's own is taken again.
export default function ({ data, parentElement }) {
  window.onbeforeprint = () => {
    const sheet = parentElement.querySelector(".print-sheet");
    sheet.innerHTML = data;
    fit(sheet);
  };
  return () => {
    window.onbeforeprint = null;
  };
}

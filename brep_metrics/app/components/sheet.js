// The version for paper, built only when the browser prints: on the screen nobody sees it.

export default function ({ data, parentElement }) {
  const fill = () => {
    parentElement.querySelector(".print-sheet").innerHTML = data;
  };
  window.addEventListener("beforeprint", fill);
  return () => window.removeEventListener("beforeprint", fill);
}

// Printing is the browser's own: the button's click never reaches the server.
if (!window.brepPrintButton) {
  window.brepPrintButton = true;
  const print = (event) => {
    if (!(event.target instanceof Element) || !event.target.closest(".st-key-print button")) return;
    event.stopImmediatePropagation();
    window.print();
  };
  addEventListener("click", print, true);

  // Tables and charts keep the width that they have on the screen, so the whole page is made to fit the paper.
  const PAPER = 700; // pixels between the margins of A4
  addEventListener("beforeprint", () => {
    const page = document.querySelector('[data-testid="stMainBlockContainer"] > *');
    const zoom = Math.min(1, PAPER / (page?.clientWidth || PAPER));
    document.documentElement.style.setProperty("--brep-paper-zoom", zoom);
  });
}

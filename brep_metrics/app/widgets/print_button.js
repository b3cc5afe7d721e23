// Printing is the browser's own: the button's click never reaches the server.
if (!window.brepPrintButton) {
  window.brepPrintButton = true;
  const print = (event) => {
    if (!(event.target instanceof Element) || !event.target.closest(".st-key-print button")) return;
    event.stopImmediatePropagation();
    window.print();
  };
  addEventListener("click", print, true);
}

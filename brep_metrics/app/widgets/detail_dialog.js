// A browser gives the focus to nothing when a dialog closes: it goes back to what was used last before the dialog opened.
if (!window.brepDialogFocus) {
  window.brepDialogFocus = true;
  const dialog = '[role="dialog"]';
  let before = null;
  let open = false;
  // A click into a table gives it no focus; what takes the keys there is its canvas.
  const note = ({ target }) => {
    if (!(target instanceof Element) || target.closest(dialog)) return;
    const table = target.closest('[data-testid="stDataFrame"]');
    before = table?.querySelector("canvas") ?? target.closest("a, button, input, textarea, [tabindex]");
  };
  for (const kind of ["focusin", "pointerdown"]) addEventListener(kind, note, true);
  // What Streamlit says of an unknown address, in English whatever the reader's language; the page says it too.
  const UNKNOWN_PAGE = "Page not found";
  new MutationObserver(() => {
    const shown = document.querySelector(dialog);
    const now = shown !== null;
    if (shown?.querySelector("h2")?.textContent === UNKNOWN_PAGE) shown.querySelector("button")?.click();
    if (open && !now && before?.isConnected) before.focus();
    open = now;
  }).observe(document.body, { childList: true, subtree: true });
}

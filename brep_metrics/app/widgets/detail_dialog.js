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
  new MutationObserver(() => {
    const now = document.querySelector(dialog) !== null;
    if (open && !now && before?.isConnected) before.focus();
    open = now;
  }).observe(document.body, { childList: true, subtree: true });
}

// A table's buttons answer the mouse alone: Enter and Space do on the chosen cell what a click into it does.
if (!window.brepTableKeys) {
  window.brepTableKeys = true;

  // What Streamlit gave the table to call, which nothing but React knows.
  const table = (canvas) => {
    const key = Object.keys(canvas).find((name) => name.startsWith("__reactFiber$"));
    let part = canvas[key];
    while (part && !part.memoizedProps?.onCellClicked) part = part.return;
    return part?.memoizedProps;
  };

  const press = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    const [, column, row] = /^glide-cell-(\d+)-(\d+)$/.exec(event.target.id ?? "") ?? [];
    const canvas = row === undefined ? null : event.target.closest("canvas");
    const { onCellClicked, rowMarkers = "none" } = (canvas && table(canvas)) ?? {};
    if (!onCellClicked) return;
    const markers = rowMarkers === "none" ? 0 : 1;
    // The button is at the left of its cell; a point within it is all that is asked of the mouse.
    const inside = { bounds: { x: 0, y: 0, width: 200, height: 34 }, localEventX: 12, localEventY: 17 };
    const answered = () => {
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    onCellClicked([column - markers, Number(row)], { ...inside, preventDefault: answered });
  };
  addEventListener("keydown", press, true);
}

// The kinds of field that a draft's form has: how each shows a value, and how it is read.
//
// Joined with draft_form.js, which saves the values, to the one script of the form.

const SEARCHED = 8; // a longer list of choices gets a box to search it

// `make("p", { className: "note" }, "text", child)`
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role" || name === "for") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== undefined && child !== ""));
  return element;
}

const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

// One way to show and read a value for each kind of field; `read` gives undefined while the value is not whole.
const INPUTS = {
  text: (field, changed) => plainInput(field, changed, { type: "text" }),
  number: (field, changed) => plainInput(field, changed, { type: "text", inputMode: "decimal" }),
  date: (field, changed) => plainInput(field, changed, { type: "date", max: "9999-12-31" }),
  long: (field, changed) => plainInput(field, changed, { rows: 3 }, "textarea"),
  mark: markInput,
  choice: selectInput,
  choices: checkboxes,
};

function plainInput(field, changed, properties, tag = "input") {
  const input = make(tag, { ...properties, autocomplete: "off" });
  input.addEventListener("input", changed);
  return {
    element: input,
    focusable: input,
    read: () => (input.validity.badInput ? undefined : input.value),
    show: (value) => (input.value = value),
  };
}

// Something that happens with the filing itself, so that its day needs no typing.
function markInput(field, changed, lists, words) {
  const box = make("input", { type: "checkbox" });
  box.addEventListener("change", changed);
  const text = make("span", {}, words.mark);
  return {
    element: make("label", { className: "mark" }, box, text),
    focusable: box,
    labelled: box,
    read: () => (box.checked ? words.today : ""),
    show: (value) => (box.checked = Boolean(value)),
  };
}

function selectInput(field, changed, lists) {
  const options = lists[field.options].map(([value, label]) => make("option", { value }, label));
  const input = make("select", {}, make("option", { value: "" }, ""), ...options);
  input.addEventListener("change", changed);
  return {
    element: input,
    focusable: input,
    read: () => input.value,
    show: (value) => {
      // A value that is not on offer (any more) stays visible, so that it can be seen what is wrong with it.
      if (value && ![...input.options].some((option) => option.value === value)) input.append(make("option", { value }, value));
      input.value = value;
    },
  };
}

function checkboxes(field, changed, lists, words) {
  const rows = lists[field.options].map(([value, label]) => {
    const box = make("input", { type: "checkbox", value });
    box.addEventListener("change", changed);
    return { box, row: make("label", {}, box, make("span", {}, label)), words: `${value} ${label}`.toLowerCase() };
  });
  const list = make("div", { className: "choices", tabIndex: -1 }, ...rows.map(({ row }) => row));
  const search = make("input", { type: "search", placeholder: words.search, "aria-label": `${words.search}: ${field.label}`, autocomplete: "off" });
  // Those that are chosen come first and stay visible whatever is searched for.
  const arrange = () => {
    const wanted = search.value.trim().toLowerCase();
    for (const { box, row, words: found } of rows) row.hidden = !box.checked && !found.includes(wanted);
    const matching = [...list.children].find((row) => rows.some((one) => one.row === row && one.words.includes(wanted)));
    stopAt(list, (matching ?? list.querySelector("label:not([hidden])"))?.querySelector("input"));
  };
  search.addEventListener("input", (event) => (event.stopPropagation(), arrange()));
  moveByArrows(list);
  let unknown = []; // values that are not on offer (any more), kept as they are
  const long = rows.length > SEARCHED;
  return {
    element: make("div", {}, ...(long ? [search] : []), list),
    focusable: long ? search : rows[0]?.box,
    isGroup: true,
    read: () => [...rows.filter(({ box }) => box.checked).map(({ box }) => box.value), ...unknown].join(";"),
    show: (value) => {
      const chosen = new Set(value.split(";").filter(Boolean));
      for (const { box } of rows) box.checked = chosen.delete(box.value);
      unknown = [...chosen];
      list.append(...[...rows].sort((one, other) => other.box.checked - one.box.checked).map(({ row }) => row));
      arrange();
    },
  };
}

// A list of boxes is one stop of the Tab key, whatever its length; the arrow keys lead from box to box.
function moveByArrows(list) {
  const STEPS = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
  list.addEventListener("keydown", (event) => {
    if (!(event.key in STEPS)) return;
    event.preventDefault();
    const boxes = [...list.querySelectorAll("label:not([hidden]) input")];
    const to = boxes.indexOf(event.target) + STEPS[event.key];
    boxes[Math.max(0, Math.min(to, boxes.length - 1))]?.focus();
  });
  list.addEventListener("focusin", ({ target }) => target !== list && stopAt(list, target));
}

function stopAt(list, stop) {
  for (const box of list.querySelectorAll("input")) box.tabIndex = box === stop ? 0 : -1;
}

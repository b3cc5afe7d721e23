// The form of a draft: it sends what was typed to the draft's own address after each pause, and keeps it until the server
// has answered. Streamlit's boxes send on leaving them only, and lose a text that was typed while the server was away.
//
// A field is never changed under the writer's hand: where somebody else has saved another value, both are shown and the
// writer chooses. Each field is sent with the version that the writer saw, so the server can tell.

const PAUSE = 600; // milliseconds without a key
const [FIRST_WAIT, LONGEST_WAIT] = [500, 8000]; // before asking a server again that did not answer

class Form {
  constructor(place) {
    this.place = place;
    this.fields = new Map(); // name → { value, seen, dirty, touched, theirs, faults, parts }
    this.sending = false;
    this.timer = undefined;
    this.wait = FIRST_WAIT;
    this.told = true; // whether the page has been told of what was saved
    this.leaving = () => this.dirty().length && this.send({ keepalive: true });
    addEventListener("pagehide", this.leaving);
    this.holding = (event) => this.hold(event);
    document.addEventListener("click", this.holding, { capture: true });
    place.addEventListener("focusout", ({ relatedTarget }) => {
      this.soon(0);
      if (!place.contains(relatedTarget)) this.left = true;
      this.tell();
    });
    place.addEventListener("focusin", () => (this.left = false));
  }

  // What a run of the page has sent: the first time the values, later only what somebody else has changed meanwhile.
  take(data, answer) {
    clearTimeout(this.untold);
    const isNew = data.draft !== this.data?.draft;
    const drawn = JSON.stringify([data.draft, data.words, data.lists, data.fields.map(({ value, version, faults, ...rest }) => rest)]);
    this.data = data;
    this.answer = answer;
    if (isNew) this.fields = new Map(data.fields.map((field) => [field.name, { value: field.value, seen: field.version, faults: [] }]));
    if (isNew) this.recall();
    if (drawn !== this.drawn) this.draw();
    this.drawn = drawn;
    for (const field of data.fields) {
      const state = this.fields.get(field.name);
      state.faults = field.faults;
      state.touched ||= data.checked;
      if (field.version > state.seen && !this.sending) {
        if (field.value === state.value) state.seen = field.version;
        else state.theirs = { value: field.value, version: field.version, who: field.who };
      }
      this.mark(field.name);
    }
    if (this.dirty().length) this.soon(0);
  }

  draw() {
    const { data } = this;
    this.status = make("p", { className: "status", role: "status" });
    const rows = data.fields.map((field) => this.row(field));
    const button = make("button", { type: "button" }, data.words.done);
    button.addEventListener("click", () => ((this.asked = true), this.soon(0), this.tell()));
    this.place.replaceChildren(make("div", { className: "fields" }, ...rows), make("div", { className: "end" }, button, this.status));
  }

  row(field) {
    const { draft, lists, words } = this.data;
    const state = this.fields.get(field.name);
    const id = `brep-${draft}-${field.name}`;
    const changed = () => this.changed(field.name);
    const input = INPUTS[field.kind](field, changed, lists, words);
    const note = make("p", { className: "note", id: `${id}-note` }, field.note);
    const was = make("p", { className: "was", id: `${id}-was` }, field.was === null ? "" : fill(words.was, { value: field.was || words.nothing }));
    const fault = make("p", { className: "fault", id: `${id}-fault` });
    const theirs = make("div", { className: "theirs", role: "alert" });
    const title = [field.label, ...(field.required ? [make("span", { className: "required" }, words.required)] : [])];
    const described = `${id}-note ${id}-was ${id}-fault`;
    input.show(state.value);
    state.parts = { input, fault, theirs };
    if (!input.isGroup) {
      const box = input.labelled ?? input.element;
      Object.assign(box, { id, required: field.required });
      box.setAttribute("aria-describedby", described);
      return make("div", { className: "field" }, make("label", { for: id }, ...title), note, input.element, was, fault, theirs);
    }
    const wide = lists[field.options].length > SEARCHED ? " wide" : "";
    const group = make("fieldset", { className: `field${wide}`, id, "aria-describedby": described });
    group.append(make("legend", {}, ...title), note, input.element, was, fault, theirs);
    return group;
  }

  changed(name) {
    const state = this.fields.get(name);
    const value = state.parts.input.read();
    state.touched = true;
    state.whole = value !== undefined;
    if (state.whole && value !== state.value) {
      Object.assign(state, { value, dirty: true });
      this.remember();
      this.say(this.data.words.typing);
      this.soon(PAUSE);
    }
    this.mark(name);
  }

  mark(name) {
    const { input, fault, theirs } = this.fields.get(name).parts;
    const { faults, touched, whole = true, theirs: other } = this.fields.get(name);
    const { words } = this.data;
    const shown = whole ? (touched ? faults : []) : [words.part];
    fault.textContent = shown.join(" ");
    const marked = input.isGroup ? input.element.parentElement : (input.labelled ?? input.element);
    marked.setAttribute("aria-invalid", shown.length > 0);
    if (theirs.shown === JSON.stringify(other)) return;
    theirs.shown = JSON.stringify(other);
    theirs.replaceChildren();
    if (!other) return;
    const choose = (label, act) => {
      const button = make("button", { type: "button" }, label);
      button.addEventListener("click", () => (act(), input.focusable?.focus()));
      return button;
    };
    theirs.append(
      make("p", {}, fill(words.changed, { who: other.who, value: this.readable(name, other.value) || words.nothing })),
      choose(words.mine, () => this.settle(name, { dirty: true })),
      choose(words.theirs, () => this.settle(name, { value: other.value, dirty: false })),
    );
  }

  readable(name, value) {
    const field = this.data.fields.find((one) => one.name === name);
    const labels = new Map(this.data.lists[field.options] ?? []);
    return value.split(";").map((one) => labels.get(one) ?? one).join("; ");
  }

  // The writer has chosen between two values; what is kept was made in knowledge of the other one.
  settle(name, chosen) {
    const state = this.fields.get(name);
    Object.assign(state, chosen, { seen: state.theirs.version, theirs: undefined });
    state.parts.input.show(state.value);
    this.mark(name);
    this.remember();
    this.soon(0);
  }

  dirty() {
    return [...this.fields].filter(([, { dirty, theirs }]) => dirty && !theirs);
  }

  soon(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.dirty().length && this.send(), milliseconds);
  }

  async send({ keepalive = false } = {}) {
    if (this.sending) return;
    this.sending = true;
    const { draft, address, language } = this.data;
    const sent = this.dirty().map(([name, { value, seen }]) => [name, { value, seen }]);
    const body = JSON.stringify({ language, fields: Object.fromEntries(sent) });
    try {
      const headers = { "Content-Type": "application/json" };
      const answer = await fetch(address, { method: "POST", headers, body, keepalive, credentials: "same-origin" });
      if (answer.status >= 500) throw new Error(answer.status);
      const found = await answer.json();
      if (draft !== this.data.draft) return;
      this.wait = FIRST_WAIT;
      if (answer.ok) this.saved(sent, found);
      else this.say(found.sentence, true); // not open to the writer any more: asking again would not help
    } catch {
      this.say(this.data.words.waiting, true);
      this.again = setTimeout(() => this.soon(0), this.wait);
      this.wait = Math.min(2 * this.wait, LONGEST_WAIT);
    } finally {
      this.sending = false;
    }
    if (this.held && !this.dirty().length) this.release();
    else this.tell();
  }

  saved(sent, { versions, conflicts, faults }) {
    for (const [name, { value }] of sent) {
      const state = this.fields.get(name);
      if (conflicts[name]) state.theirs = conflicts[name];
      else Object.assign(state, { seen: versions[name], dirty: state.value !== value });
    }
    for (const [name, state] of this.fields) {
      state.faults = faults[name] ?? [];
      this.mark(name);
    }
    this.remember();
    this.told = false;
    if (this.dirty().length) this.soon(PAUSE);
    else this.say(fill(this.data.words.saved, { at: new Date().toLocaleTimeString(this.data.language) }));
  }

  // The rest of the page is drawn anew once the writer has left the form or asks for it, not while they write.
  tell() {
    if (this.sending || this.dirty().length || !(this.asked || (this.left && !this.told))) return;
    const asked = Boolean(this.asked);
    [this.asked, this.told] = [false, true];
    this.answer(asked ? "done" : "saved", Date.now());
  }

  // What a button of the page does must know of what was typed just before: its click waits until that is saved.
  hold(event) {
    const button = event.target.closest?.("button, a");
    if (!button || this.place.contains(button) || !(this.sending || this.dirty().length)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.held = button;
    this.soon(0);
  }

  // Without telling the page: the click draws it anew, and a second run right behind it would take its place. A click
  // that draws nothing is followed by telling it after all.
  release() {
    const button = this.held;
    this.held = undefined;
    if (!button.isConnected) return this.tell();
    this.told = true;
    this.untold = setTimeout(() => ((this.told = false), this.tell()), LONGEST_WAIT);
    button.click();
  }

  say(sentence, isWarning = false) {
    this.status.textContent = sentence;
    this.status.classList.toggle("warning", isWarning);
  }

  // What the server has not got yet is kept for this tab, so that a reload does not lose it.
  get key() {
    return `brep-draft-${this.data.owner}-${this.data.draft}`;
  }

  remember() {
    const unsaved = [...this.fields].filter(([, { dirty }]) => dirty).map(([name, { value, seen }]) => [name, { value, seen }]);
    if (unsaved.length) sessionStorage.setItem(this.key, JSON.stringify(unsaved));
    else sessionStorage.removeItem(this.key);
  }

  recall() {
    for (const [name, { value, seen }] of JSON.parse(sessionStorage.getItem(this.key) ?? "[]")) {
      const state = this.fields.get(name);
      if (state && state.value !== value) Object.assign(state, { value, seen, dirty: true, touched: true });
    }
  }

  leave() {
    this.leaving();
    removeEventListener("pagehide", this.leaving);
    document.removeEventListener("click", this.holding, { capture: true });
    clearTimeout(this.timer);
    clearTimeout(this.again);
    clearTimeout(this.untold);
  }
}

// Streamlit calls this whenever the page has changed, and the function that it returns once, when the form has gone.
export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".brep-form");
  place.form ??= new Form(place);
  place.form.take(data, setTriggerValue);
  return () => {
    place.form?.leave();
    place.form = undefined;
  };
}

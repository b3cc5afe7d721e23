// Draws a figure of `charts/` with Plotly in the colours of the page. Streamlit calls the function below when the
// component is new, when a run has sent it data, and when the theme changes.

const CONFIG = { displayModeBar: false, doubleClick: false, scrollZoom: false, showTips: false };

let library;

function plotly(address) {
  library ??= new Promise((loaded, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => loaded(window.Plotly);
    script.onerror = () => {
      library = undefined; // the next run asks again
      failed(new Error(address));
    };
    document.head.append(script);
  });
  return library;
}

const NARROW = 480; // pixels of a chart, as on a phone
const NARROW_WINDOW = 640; // pixels, where Streamlit too puts columns below each other
const LONG = 20; // narrow characters of a name; a Chinese one is as wide as two
const LONG_IN_LEGEND = 40;

// Where the words of a trace go that reach out of the area of the chart.
const ENDS = ["outside", "middle right"];

const pen = document.createElement("canvas").getContext("2d");

// The names of the lines of a chart that has one for each name.
function names(traces, { xaxis = {}, yaxis }) {
  if (yaxis?.ticktext) return yaxis.ticktext;
  return xaxis.side === "top" ? [] : [...new Set(traces.flatMap(({ y }) => y))].filter((one) => typeof one === "string");
}

// In a narrow window long names take two lines each, so that the chart keeps most of the width.
function inTwoLines(name, long = LONG) {
  const chinese = name.match(/[\u2e80-\uffff]/g)?.length ?? 0;
  if (name.length + chinese < long) return name;
  const middle = name.length / 2;
  const gaps = [...name.matchAll(chinese > middle ? /(?=.)/g : / /g)].map(({ index }) => index);
  const at = gaps.sort((one, other) => Math.abs(one - middle) - Math.abs(other - middle))[0];
  return at === undefined ? name : `${name.slice(0, at)}<br>${name.slice(at).trim()}`;
}

function widest(words, { size, family }) {
  pen.font = `${size}px ${family}`;
  return Math.ceil(Math.max(0, ...words.map((word) => pen.measureText(word).width)));
}

// Room for the words around such a chart; left to find it, Plotly draws the chart twice, and leaves none for the numbers
// at the ends of bars.
function room(labels, labelFont, traces, { xaxis, showlegend, annotations = [] }, font) {
  if (!labels.length) return undefined;
  const { size } = font;
  const ends = traces.flatMap(({ text, textposition }) => (ENDS.includes(textposition) ? text : []));
  const beside = annotations.filter(({ x }) => x > 1).map(({ text }) => text);
  return {
    l: widest(labels.flatMap((label) => label.split("<br>")), labelFont) + size,
    r: Math.max(widest(ends, font), widest(beside, font) + size),
    t: showlegend ? 2.6 * size : 8,
    b: xaxis?.title ? 4.6 * size : 2.2 * size,
  };
}

// The colours and the font of the page.
function lookOfPage(place) {
  const style = getComputedStyle(place);
  const page = (name) => style.getPropertyValue(`--st-${name}`).trim();
  const font = { family: page("font"), size: parseFloat(page("base-font-size")) * 0.8, color: page("text-color") };
  const quiet = { ...font, color: page("gray-text-color") };
  const hover = { bgcolor: page("background-color"), bordercolor: page("border-color"), font };
  return { font, quiet, grid: page("border-color-light"), hover };
}

// The figure with what only the browser knows: the look and the width.
function dressed({ data: wide, layout: usual, narrow }, place, { font, quiet, grid, hover }) {
  const isNarrow = place.clientWidth < NARROW;
  const { data: traces = wide, ...parts } = (isNarrow && narrow) || {};
  const inLegend = (trace) => (trace.name ? { ...trace, name: inTwoLines(trace.name, LONG_IN_LEGEND) } : trace);
  const data = traces.map(inLegend);
  const layout = { ...usual };
  for (const [key, part] of Object.entries(parts))
    layout[key] = Array.isArray(part) ? part : { ...usual[key], ...part };
  const own = layout.template.layout;
  const lines = names(data, layout);
  const labels = isNarrow ? lines.map((line) => inTwoLines(line)) : lines;
  const folded = labels.some((label) => label.includes("<br>"));
  const labelFont = folded ? { ...quiet, size: font.size * 0.8 } : quiet; // two lines in the height of one
  const margin = room(labels, labelFont, data, layout, font);
  // With the room known nothing is left to be measured, which takes a fifth of the time of a drawing.
  const axis = ({ automargin, title, ...from }) => ({
    ...from,
    automargin: !margin && automargin,
    ticklabeloverflow: margin && "allow",
    gridcolor: grid,
    tickfont: quiet,
    title: { ...(!margin && title), font: { ...quiet, size: font.size * 1.08 } },
  });
  const template = {
    ...own,
    font,
    margin: { ...own.margin, ...margin },
    paper_bgcolor: "transparent",
    plot_bgcolor: "transparent",
    hoverlabel: { ...own.hoverlabel, ...hover },
    xaxis: axis(own.xaxis),
    yaxis: axis(own.yaxis),
  };
  const tickvals = layout.yaxis?.tickvals ?? lines;
  const yaxis = { ...layout.yaxis, ...(folded && { tickvals, ticktext: labels, tickfont: labelFont }) };
  return [data, { ...layout, yaxis, width: place.clientWidth, template: { layout: template } }];
}

// Words and tables go first: what takes longest to draw must not hold them up.
const painted = () => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(go))));

async function draw(place) {
  try {
    const Plotly = await plotly(place.wanted.script);
    await painted();
    // In a closed fold there is no width yet: the observer calls again when it opens.
    if (!place.isConnected || !place.clientWidth) return;
    const figure = JSON.stringify(dressed(JSON.parse(place.wanted.figure), place, lookOfPage(place)));
    if (figure === place.drawn) return;
    const first = place.drawn === undefined;
    if (first) place.replaceChildren();
    place.drawn = figure;
    await Plotly.react(place, ...JSON.parse(figure), CONFIG);
    if (first) place.on("plotly_click", ({ points }) => points[0].customdata?.[0] && place.answer(points[0].customdata));
  } catch (problem) {
    // The table behind the chart is still there.
    console.error(problem);
    place.textContent = place.wanted.alt;
  }
}

const INK = "#1a2733";
const SYSTEM_FONTS = '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif';
const EDGE = 12; // pixels around the words of a picture
const SHARPNESS = 2;

// On white and in fonts of the machine, since a picture brings none: whatever the theme of the page.
function lookOfDocument(place) {
  const font = { ...lookOfPage(place).font, family: SYSTEM_FONTS, color: INK };
  return { font, quiet: font, grid: "#dde3e8", hover: {} };
}

function inLines(text, width, font) {
  const lines = [""];
  for (const word of text.split(/(?<=[\s\u2e80-\uffff])/)) {
    const line = lines.at(-1);
    if (line && widest([(line + word).trim()], font) > width) lines.push(word);
    else lines[lines.length - 1] = line + word;
  }
  return lines;
}

function element(name, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// Lines of text from `top` downwards, and where they end.
function paragraph(text, top, width, { size, weight = 400 }) {
  const font = { family: SYSTEM_FONTS, size };
  const lines = text ? inLines(text, width - 2 * EDGE, { ...font, size: weight > 500 ? size * 1.05 : size }) : [];
  const look = { "font-family": SYSTEM_FONTS, "font-size": size, "font-weight": weight, fill: INK };
  const written = lines.map((line, at) => element("text", { ...look, x: EDGE, y: top + size * (1 + 1.4 * at) }, line.trim()));
  return [written, top + size * 1.4 * lines.length];
}

// The chart as a picture for a document: with its title, what it is about, and its source, around the chart as it is.
async function pictured(place) {
  const Plotly = await plotly(place.wanted.script);
  const [data, layout] = dressed(JSON.parse(place.wanted.figure), place, lookOfDocument(place));
  const drawn = layout.height;
  const width = layout.width + 2 * EDGE;
  const address = await Plotly.toImage({ data, layout }, { format: "svg", width: layout.width, height: drawn });
  const content = decodeURIComponent(address.slice(address.indexOf(",") + 1));
  const chart = new DOMParser().parseFromString(content, "image/svg+xml").documentElement;
  const { alt, about, source } = place.wanted;
  const [title, belowTitle] = paragraph(alt, EDGE, width, { size: 15, weight: 600 });
  const [subject, top] = paragraph(about, belowTitle + 2, width, { size: 12 });
  const [origin, bottom] = paragraph(source, top + 2 * EDGE + drawn, width, { size: 10 });
  const height = Math.ceil(bottom + EDGE);
  const shifted = element("g", { transform: `translate(${EDGE}, ${top + EDGE})` }, chart);
  const white = element("rect", { width, height, fill: "#ffffff" });
  const whole = { width, height, viewBox: `0 0 ${width} ${height}` };
  return [element("svg", whole, white, ...title, ...subject, shifted, ...origin), width, height];
}

async function asPng(address, width, height) {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: width * SHARPNESS, height: height * SHARPNESS });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png");
}

async function save(place, format) {
  const [picture, width, height] = await pictured(place);
  const svg = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(picture))}`;
  const href = format === "png" ? await asPng(svg, width, height) : svg;
  const name = [place.wanted.alt, place.wanted.about].join(" ").replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 100);
  Object.assign(document.createElement("a"), { href, download: `${name.replace(/-$/, "")}.${format}` }).click();
}

export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".brep-chart");
  place.wanted = data;
  for (const button of parentElement.querySelectorAll(".brep-save button")) {
    const { format } = button.dataset;
    button.setAttribute("aria-label", `${data.save} ${format.toUpperCase()}: ${data.alt}`);
    button.onclick = () => save(place, format);
  }
  place.answer = (codes) => data.clickable && setTriggerValue("clicked", codes);
  place.classList.toggle("brep-clickable", data.clickable);
  place.setAttribute("aria-label", data.alt);
  // Tables are cut to the window by the server, which is told nothing else of it.
  place.report = () => {
    const width = window.innerWidth < NARROW_WINDOW ? "narrow" : "wide";
    if (width !== place.wanted.width) setTriggerValue("width", width);
  };
  place.observer ??= new ResizeObserver(() => {
    place.report();
    draw(place);
  });
  place.observer.observe(place);
  draw(place);
  return () => {
    place.observer.disconnect();
    window.Plotly?.purge(place);
  };
}

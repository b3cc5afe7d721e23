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
const LONG_TITLE = 90;

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

// The figure with what only the browser knows: the colours, the font and the width.
function dressed({ data: wide, layout: usual, narrow }, place) {
  const isNarrow = place.clientWidth < NARROW;
  const { data: traces = wide, ...parts } = (isNarrow && narrow) || {};
  const inLegend = (trace) => (trace.name ? { ...trace, name: inTwoLines(trace.name, LONG_IN_LEGEND) } : trace);
  const data = traces.map(inLegend);
  const layout = { ...usual };
  for (const [key, part] of Object.entries(parts))
    layout[key] = Array.isArray(part) ? part : { ...usual[key], ...part };
  const style = getComputedStyle(place);
  const page = (name) => style.getPropertyValue(`--st-${name}`).trim();
  const font = { family: page("font"), size: parseFloat(page("base-font-size")) * 0.8, color: page("text-color") };
  const quiet = { ...font, color: page("gray-text-color") };
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
    gridcolor: page("border-color-light"),
    tickfont: quiet,
    title: { ...(!margin && title), font: { ...quiet, size: font.size * 1.08 } },
  });
  const template = {
    ...own,
    font,
    margin: { ...own.margin, ...margin },
    paper_bgcolor: "transparent",
    plot_bgcolor: "transparent",
    hoverlabel: { ...own.hoverlabel, bgcolor: page("background-color"), bordercolor: page("border-color"), font },
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
    const figure = JSON.stringify(dressed(JSON.parse(place.wanted.figure), place));
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
const ABOVE = 56; // pixels for the title of a picture, and below it those for its source
const BELOW = 34;

// The chart as a picture for a document: on white, with its title and its source, whatever the theme of the page.
async function save(place, format) {
  const Plotly = await plotly(place.wanted.script);
  const [data, layout] = dressed(JSON.parse(place.wanted.figure), place);
  const own = layout.template.layout;
  const font = { family: SYSTEM_FONTS, size: own.font.size, color: INK };
  const axis = (from) => ({ ...from, gridcolor: "#dde3e8", tickfont: font, title: { ...from.title, font } });
  const { margin } = own;
  const template = {
    ...own,
    font,
    paper_bgcolor: "#ffffff",
    plot_bgcolor: "#ffffff",
    margin: { ...margin, t: margin.t + ABOVE, b: margin.b + BELOW },
    xaxis: axis(own.xaxis),
    yaxis: axis(own.yaxis),
  };
  const line = { x: 0, xref: "container", xanchor: "left", pad: { l: 12, t: 12, b: 10 }, yref: "container" };
  const height = layout.height + ABOVE + BELOW;
  const picture = {
    ...layout,
    height,
    template: { layout: template },
    yaxis: { ...layout.yaxis, ...(layout.yaxis?.tickfont && { tickfont: { ...layout.yaxis.tickfont, ...font } }) },
    title: {
      ...line,
      text: inTwoLines(place.wanted.alt, LONG_TITLE),
      y: 1,
      yanchor: "top",
      font: { ...font, size: 15 },
      subtitle: { text: place.wanted.source, font: { ...font, size: 10 } },
    },
  };
  const filename = place.wanted.alt.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60);
  await Plotly.downloadImage({ data, layout: picture }, { format, filename, width: layout.width, height, scale: 2 });
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

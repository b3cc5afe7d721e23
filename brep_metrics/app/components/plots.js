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

const pen = document.createElement("canvas").getContext("2d");

// Room for the words around a chart with a line for each name; left to find it, Plotly draws the chart twice, and leaves
// none for the numbers at the ends of bars.
function room(traces, { xaxis = {}, showlegend }, { size, family }) {
  const names = traces.flatMap(({ y }) => y).filter((one) => typeof one === "string");
  if (!names.length || xaxis.side === "top") return undefined;
  pen.font = `${size}px ${family}`;
  const widest = (words) => Math.ceil(Math.max(0, ...words.map((word) => pen.measureText(word).width)));
  const ends = traces.flatMap(({ text, textposition }) => (textposition === "outside" ? text : []));
  return {
    l: widest(names) + size,
    r: Math.max(size, widest(ends)),
    t: showlegend ? 2.6 * size : 8,
    b: xaxis.title ? 4.6 * size : 2.2 * size,
  };
}

// The figure with what only the browser knows: the colours, the font and the width.
function dressed({ data, layout }, place) {
  const style = getComputedStyle(place);
  const page = (name) => style.getPropertyValue(`--st-${name}`).trim();
  const font = { family: page("font"), size: parseFloat(page("base-font-size")) * 0.8, color: page("text-color") };
  const quiet = { ...font, color: page("gray-text-color") };
  const own = layout.template.layout;
  const margin = room(data, layout, font);
  const axis = (from) => ({
    ...from,
    automargin: !margin && from.automargin,
    gridcolor: page("border-color-light"),
    tickfont: quiet,
    title: { ...from.title, font: { ...quiet, size: font.size * 1.08 } },
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
  return [data, { ...layout, width: place.clientWidth, template: { layout: template } }];
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

export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".brep-chart");
  place.wanted = data;
  place.answer = (codes) => data.clickable && setTriggerValue("clicked", codes);
  place.classList.toggle("brep-clickable", data.clickable);
  place.setAttribute("aria-label", data.alt);
  place.observer ??= new ResizeObserver(() => draw(place));
  place.observer.observe(place);
  draw(place);
  return () => {
    place.observer.disconnect();
    window.Plotly?.purge(place);
  };
}

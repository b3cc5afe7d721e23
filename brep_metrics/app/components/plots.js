// Draws a figure of `charts/` with Plotly in the colours of the page. Streamlit calls the function below when the
// component is new, when a run has sent it data, and when the theme changes.

const CONFIG = { displayModeBar: false, doubleClick: false, scrollZoom: false, showTips: false };

let library;

function plotly(address) {
  library ??= new Promise((loaded, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => loaded(window.Plotly);
    script.onerror = () => failed(new Error(address));
    document.head.append(script);
  });
  return library;
}

// The figure with what only the browser knows: the colours, the font and the width.
function dressed({ data, layout }, place) {
  const style = getComputedStyle(place);
  const page = (name) => style.getPropertyValue(`--st-${name}`).trim();
  const size = parseFloat(page("base-font-size")) * 0.8;
  const [words, quiet, line] = [page("text-color"), page("gray-text-color"), page("border-color-light")];
  const template = layout.template.layout;
  const axis = { gridcolor: line, tickfont: { color: quiet }, title: { font: { color: quiet, size: size * 1.08 } } };
  const merged = (own) => ({ ...axis, ...own, title: { ...axis.title, ...own.title } });
  return [
    data,
    {
      ...layout,
      width: place.clientWidth,
      template: {
        layout: {
          ...template,
          font: { family: page("font"), size, color: words },
          paper_bgcolor: "transparent",
          plot_bgcolor: "transparent",
          hoverlabel: {
            ...template.hoverlabel,
            bgcolor: page("background-color"),
            bordercolor: page("border-color"),
            font: { color: words, size },
          },
          xaxis: merged(template.xaxis),
          yaxis: merged(template.yaxis),
        },
      },
    },
  ];
}

async function draw(place) {
  try {
    const Plotly = await plotly(place.wanted.script);
    // In a closed fold there is no width yet: the observer calls again when it opens.
    if (!place.isConnected || !place.clientWidth) return;
    const figure = JSON.stringify(dressed(JSON.parse(place.wanted.figure), place));
    if (figure === place.drawn) return;
    const first = place.drawn === undefined;
    place.drawn = figure;
    Plotly.react(place, ...JSON.parse(figure), CONFIG);
    if (first) place.on("plotly_click", ({ points }) => points[0].customdata?.[0] && place.answer(points[0].customdata));
  } catch {
    // The table behind the chart is still there.
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

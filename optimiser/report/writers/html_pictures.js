// Pictures are whole without this; it moves flows through the years, and shows the same year on all charts of lines.
const charts = Array.from(document.querySelectorAll("figure.linked"), (figure) => {
  const drawn = figure.querySelector("svg"), foot = figure.dataset.foot;
  const line = document.createElementNS(drawn.namespaceURI, "path");
  line.setAttribute("class", "cursor");
  drawn.prepend(line);
  const figures = Array.from(figure.querySelectorAll(".legend li"), (name) => {
    const shown = document.createElement("b");
    name.append(shown);
    return { name: name.textContent, values: JSON.parse(name.dataset.values), shown };
  });
  const told = document.createElement("p");
  told.className = "told";
  told.setAttribute("aria-live", "polite");
  figure.append(told);
  const labels = JSON.parse(figure.dataset.labels), places = figure.dataset.places.split(" ").map(Number);
  return { figure, box: figure.querySelector(".picture"), drawn, line, foot, figures, told, labels, places, at: -1 };
});
const point = (label, by) => {
  for (const chart of charts) {
    chart.at = chart.labels.indexOf(label);
    const there = chart.at >= 0;
    chart.line.setAttribute("d", there ? "M" + chart.places[chart.at] + " 10V" + chart.foot : "");
    for (const each of chart.figures) each.shown.textContent = there ? each.values[chart.at] : "";
    const said = there ? chart.figures.map((each) => each.name + " " + each.values[chart.at]).join("; ") : "";
    chart.told.textContent = there ? (chart === by ? label + ": " + said : label) : "";
    chart.told.classList.toggle("heard", chart === by);
  }
};
for (const chart of charts) {
  chart.box.setAttribute("aria-label", chart.box.getAttribute("aria-label") + ". Left and right show a year.");
  chart.drawn.addEventListener("pointermove", (event) => {
    const box = chart.drawn.getBoundingClientRect();
    const x = (event.clientX - box.left) * chart.drawn.viewBox.baseVal.width / box.width;
    const away = chart.places.map((each) => Math.abs(each - x));
    const nearest = away.indexOf(Math.min(...away));
    if (nearest !== chart.at) point(chart.labels[nearest], null);
  });
  chart.box.addEventListener("keydown", (event) => {
    const last = chart.labels.length - 1;
    const to = { ArrowLeft: Math.max(chart.at - 1, 0), ArrowRight: Math.min(chart.at + 1, last), Home: 0, End: last };
    if (event.key === "Escape") point("", null);
    if (!(event.key in to)) return;
    event.preventDefault();
    point(chart.labels[to[event.key]], chart);
  });
}
for (const figure of document.querySelectorAll("figure.flows")) {
  const times = JSON.parse(figure.dataset.times), slider = figure.querySelector("input");
  const layers = figure.querySelectorAll(".time"), now = figure.querySelector(".now");
  figure.querySelector(".slide").hidden = false;
  slider.addEventListener("input", () => {
    layers.forEach((layer, place) => layer.classList.toggle("on", place === Number(slider.value)));
    now.textContent = times[slider.value];
    slider.setAttribute("aria-valuetext", times[slider.value]);
    point(times[slider.value], null);
  });
}

"use strict";
// The changes are kept here, in this tab alone, and go with every question; the program keeps none of them.
const at = (id) => document.getElementById(id);
const KEPT = "plan-optimiser";
const kept = JSON.parse(sessionStorage.getItem(KEPT) || "{}");
const state = { changes: [], strategies: null, sheet: "", find: "", ...kept };
const past = [];
let about = null;
let drafts = {}; // texts that no change can say, by sheet and cell, with what is wrong

const make = (name, properties = {}, ...children) => {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
};
const remember = () => sessionStorage.setItem(KEPT, JSON.stringify(state));

async function ask(path, question) {
  const options = question && {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(question),
  };
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw Error("The program has ended: begin it anew. What is changed here is kept until the tab is closed.");
  }
  if (response.ok) return response.json();
  if (response.headers.get("content-type") === "application/json") {
    const answer = await response.json();
    throw Object.assign(Error(answer.message), { faults: answer.faults });
  }
  throw Error(response.status === 500 ? "The program has failed; the terminal says how." : await response.text());
}

// One question of a kind is under way at a time; of those that come meanwhile only the last is asked.
const latest = (work) => {
  let busy = false, again = false;
  return async () => {
    if (busy) { again = true; return; }
    busy = true;
    do { again = false; await work(); } while (again);
    busy = false;
  };
};

const plain = ({ sheet, row, column, operation, value }) => ({ sheet, row, column, operation, value });
let moved = ""; // the slider that made the last change: a drag is one step back
function set(changes, by = "") {
  if (!by || by !== moved) past.push(state.changes);
  moved = by;
  state.changes = changes.map(plain);
  remember();
  return refresh();
}

const refresh = latest(async () => {
  at("back").disabled = !past.length;
  at("none").disabled = !state.changes.length;
  try {
    const { changes, sheet, find } = state;
    const found = await ask("/view", { changes, sheet, find });
    showSheet(found.sheet, found.faults);
    showChanges(found.changes, found.faults);
    showFaults(found.faults);
    showTitles(found.faults);
    if (!at("keep-file").value) at("keep-file").value = found.file;
    if (found.faults.length) {
      const one = found.faults.length === 1;
      wait(`${found.faults.length} ${one ? "fault" : "faults"}: the plans below are those from before. Mend ${one ? "it" : "them"} to solve again.`);
    } else await solve();
  } catch (error) {
    wait(error.message);
  }
});

function wait(words) {
  at("state").textContent = words;
  at("answer").classList.toggle("waiting", words !== "");
}

async function solve() {
  if (!state.strategies.length) { at("answer").replaceChildren(); wait("Choose a strategy."); return; }
  wait("Solving …");
  const began = performance.now();
  const answer = await ask("/solve", { changes: state.changes, strategies: state.strategies });
  showAnswer(answer);
  wait("");
  const seconds = ((performance.now() - began) / 1000).toFixed(2);
  const many = answer.strategies.length;
  at("state").textContent = `${many} ${many === 1 ? "strategy" : "strategies"} solved in ${seconds} s.`;
  if (answer.warnings.length) {
    const warned = answer.warnings.map((each) => make("li", { textContent: `${each.sheet}${each.cell && "!" + each.cell}: ${each.problem}. ${each.remedy}` }));
    at("answer").append(make("details", {}, make("summary", { textContent: `${warned.length} warnings` }), make("ul", {}, ...warned)));
  }
}

function showAnswer({ key, strategies, lines, charts }) {
  const place = (name) => `/report/${key}/${encodeURIComponent(name)}`;
  const link = (name, words) => make("a", { href: place(name), target: "_blank", rel: "noopener", textContent: words });
  const heads = strategies.map((each) => make("th", { scope: "col", className: `k${each.colour % 12}`, textContent: each.name }));
  const rows = lines.map((line) => make("tr", {},
    make("th", { scope: "row" }, line.title, make("span", { className: "unit", textContent: line.unit })),
    ...line.figures.map((figure) => figure === null ? make("td", { className: "n", textContent: "–" })
      : make("td", { className: "n" }, make("span", { className: "value", textContent: figure.value }),
        make("span", { className: "more", textContent: figure.more ? `${figure.rises ? "▲" : "▼"} ${figure.more}` : "" })))));
  const ways = strategies.map((each) => make("td", { className: "n" },
    each.status === "optimal" ? link(each.name, "all pages") : each.status === "infeasible" ? link(each.name, "why not") : each.status));
  const table = make("table", {},
    make("thead", {}, make("tr", {}, make("th", { scope: "col", textContent: state.changes.length ? "with the changes" : "as the workbook is" }), ...heads)),
    make("tbody", {}, ...rows, make("tr", {}, make("th", { scope: "row" }, link("comparison", "Side by side")), ...ways)));
  const why = strategies.filter((each) => each.sentences.length).map((each) =>
    make("p", { className: "alarm", textContent: `${each.name}: ${each.sentences.join(" ")}` }));
  const pictures = make("div", { className: "charts" });
  pictures.innerHTML = charts.join(""); // drawn by the program, which lets no word of a workbook become markup
  const box = make("div", { className: "scroll", tabIndex: 0 }, table);
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", "Figures of the plans");
  at("answer").replaceChildren(...why, make("div", { className: "beside" }, box, pictures));
}

// What is being typed stays: elements are made anew only where there are other changes, or another sheet.
const typing = (input) => input === document.activeElement && input.value !== input.dataset.was;
function put(input, value) {
  if (typing(input)) return;
  input.value = value;
  input.dataset.was = input.value;
}

function showChanges(changes, faults) {
  at("nothing").hidden = changes.length > 0;
  const shape = JSON.stringify(changes.map(({ sheet, row, column, operation, step }) => [sheet, row, column, operation, step === undefined]));
  if (at("changes").dataset.shape !== shape) {
    at("changes").replaceChildren(...changes.map(line));
    at("changes").dataset.shape = shape;
  }
  changes.forEach((change, number) => {
    const item = at("changes").children[number];
    put(item.querySelector(".value"), change.value);
    const slider = item.querySelector("[type=range]");
    if (slider && slider !== document.activeElement) {
      Object.assign(slider, { min: change.least, max: change.most, step: change.step });
      slider.value = change.value;
    }
    const unit = change.unit ? ` ${change.unit}` : "";
    const said = change.said === "" ? "what stands there" : `${change.said}${unit}`;
    const was = change.operation === "set" ? `${change.said === "" ? "blank" : said} in the workbook`
      : `${change.operation === "multiply" ? "times" : "more than"} ${said}`;
    item.querySelector(".was").textContent = was + (change.cells > 1 ? `, in ${change.cells} cells` : "");
    const wrong = faults.filter((each) => each.change === number);
    item.querySelector(".why").textContent = wrong.map((each) => `${each.problem}. ${each.remedy}`).join(" ");
  });
}

function line(change, number) {
  const words = `${change.sheet}, ${change.row}, ${change.column}`;
  const to = (text, by) => {
    const figure = Number(text);
    const value = text.trim() !== "" && Number.isFinite(figure) ? figure : text;
    return set(state.changes.map((each, place) => place === number ? { ...each, value } : each), by);
  };
  const value = make("input", { className: "value", autocomplete: "off" });
  value.addEventListener("change", () => to(value.value));
  value.addEventListener("keydown", (event) => event.key === "Escape" && (value.value = value.dataset.was));
  const slider = make("input", { type: "range" });
  slider.addEventListener("input", () => { put(value, slider.value); to(slider.value, `slider ${number}`); });
  slider.addEventListener("change", () => { moved = ""; });
  for (const input of [value, slider]) input.setAttribute("aria-label", words);
  const away = make("button", { type: "button", className: "quiet", textContent: "✕" });
  away.setAttribute("aria-label", `Take back: ${words}`);
  away.addEventListener("click", () => set(state.changes.filter((_, place) => place !== number)));
  return make("li", {}, make("span", { className: "what", textContent: words }), away,
    change.step === undefined ? make("span") : slider, value,
    make("span", { className: "was" }), make("p", { className: "why" }));
}

function showFaults(faults) {
  at("faults").replaceChildren(...faults.slice(0, 20).map((each) => {
    const words = `${each.value ? `“${each.value}”: ` : ""}${each.problem}. ${each.remedy}`;
    const where = each.change !== null ? `What if, ${each.change + 1}` : each.cell ? `${each.sheet}!${each.cell}` : each.sheet;
    const go = make("button", { type: "button", textContent: where });
    go.addEventListener("click", () => each.cell && each.change === null && visit(each.sheet, each.cell));
    return make("li", {}, go, words);
  }), ...(faults.length > 20 ? [make("li", { textContent: `and ${faults.length - 20} more` })] : []));
}

async function visit(sheet, cell) {
  Object.assign(state, { sheet, find: "" });
  at("find").value = "";
  await refresh();
  const found = at("grid").querySelector(`[data-place="${cell}"] input`);
  if (found) found.focus();
}

function showTitles(faults) {
  at("titles").replaceChildren(...about.sheets.map(({ title }) => {
    const wrong = faults.filter((each) => each.sheet === title).length;
    const button = make("button", { type: "button", textContent: title }, );
    if (wrong) button.append(make("span", { className: "count", textContent: ` (${wrong} at fault)` }));
    button.setAttribute("aria-current", title === state.sheet);
    button.addEventListener("click", () => { state.sheet = title; remember(); refresh(); });
    return make("li", {}, button);
  }));
  at("meaning").textContent = about.sheets.find((each) => each.title === state.sheet)?.meaning || "";
}

function showSheet({ title, columns, rows, more }, faults) {
  const shape = JSON.stringify([title, columns.map((each) => each.name), rows.map(({ row, cells }) => [row, cells[0].text])]);
  if (at("grid").dataset.shape !== shape) {
    const heads = columns.map((each) => make("th", { scope: "col", title: each.note, textContent: each.name }));
    const body = rows.map(({ row, cells }) => make("tr", {}, ...cells.map((cell, number) => {
      if (number === 0) return make("th", { scope: "row", textContent: cell.text, title: cells.find((each) => each.note)?.note || "" });
      const td = make("td");
      td.dataset.place = cell.place;
      if (cell.open) td.append(field(title, row, cell, `${cells[0].text}, ${columns[number].name}`));
      return td;
    })));
    at("grid").replaceChildren(make("table", {}, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...body)));
    at("grid").dataset.shape = shape;
  }
  const wrong = new Map(faults.filter((each) => each.sheet === title && each.change === null).map((each) => [each.cell, each]));
  const lines = at("grid").querySelectorAll("tbody tr");
  rows.forEach(({ cells }, place) => cells.forEach((cell, number) => {
    if (number) dress(lines[place].cells[number], cell, drafts[`${title}!${cell.place}`], wrong.get(cell.place));
  }));
  at("more").textContent = more ? `${more} further rows are not shown: narrow them by a word.` : "";
}

function dress(td, cell, draft, wrong) {
  const fault = draft || wrong;
  const marks = { n: cell.number, changed: cell.changed, fault, fixed: !cell.open };
  td.className = Object.keys(marks).filter((name) => marks[name]).join(" ");
  if (!cell.open) { td.textContent = cell.text; return; }
  const input = td.querySelector("input");
  put(input, draft ? draft.text : cell.text);
  td.querySelector(".why")?.remove();
  input.removeAttribute("aria-invalid");
  input.removeAttribute("aria-describedby");
  if (!fault) return;
  td.append(make("span", { className: "why", id: `why-${cell.place}`, textContent: `${fault.problem}. ${fault.remedy}` }));
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", `why-${cell.place}`);
}

function field(title, row, cell, name) {
  const input = make("input", { autocomplete: "off", spellcheck: false });
  input.setAttribute("aria-label", name);
  if (cell.choices.length) {
    const list = `choices-${cell.place}`;
    input.setAttribute("list", list);
    queueMicrotask(() => input.after(make("datalist", { id: list }, ...cell.choices.map((value) => make("option", { value })))));
  }
  input.addEventListener("change", () => { input.dataset.was = input.value; edit(title, row, cell, input.value); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { input.value = input.dataset.was; input.blur(); }
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || (input.list && event.key !== "Enter")) return;
    const line = input.closest("tr");
    const next = step > 0 ? line.nextElementSibling : line.previousElementSibling;
    const below = next && next.cells[input.closest("td").cellIndex].querySelector("input");
    if (below) { below.focus(); below.select(); event.preventDefault(); } else if (event.key === "Enter") input.blur();
  });
  return input;
}

async function edit(sheet, row, cell, text) {
  const key = `${sheet}!${cell.place}`;
  try {
    const found = await ask("/edit", { changes: state.changes, sheet, row, column: cell.column, text });
    delete drafts[key];
    await set(found.changes);
  } catch (error) {
    if (!error.faults || !error.faults.length) { wait(error.message); return; }
    drafts[key] = { ...error.faults[0], text };
    await refresh();
  }
}

at("find").addEventListener("input", () => { state.find = at("find").value; remember(); refresh(); });
at("none").addEventListener("click", () => { drafts = {}; set([]); });
at("back").addEventListener("click", () => {
  state.changes = past.pop() || [];
  moved = "";
  drafts = {};
  remember();
  refresh();
});
at("scenario").addEventListener("change", async () => {
  const name = at("scenario").value;
  if (!name) return;
  try {
    const found = await ask("/scenario", { name });
    at("scenario").value = "";
    await set(found.changes);
  } catch (error) {
    wait(error.message);
  }
});
at("keep").addEventListener("submit", async (event) => {
  event.preventDefault();
  const scenario = at("keep-scenario").value, file = at("keep-file").value;
  const words = at("kept");
  words.className = "";
  try {
    const found = await ask("/keep", { changes: state.changes, scenario, file });
    const command = `optimiser solve ${found.path} --scenario "${found.scenario}"`;
    words.replaceChildren(`Saved: ${found.path}. To solve it: `, make("code", { textContent: command }));
    at("keep-file").value = found.file;
  } catch (error) {
    words.className = "alarm";
    words.textContent = `Not saved. ${error.message}`;
  }
});

async function begin() {
  about = await ask("/about");
  document.title = `What if? ${about.title}`;
  at("title").textContent = about.title;
  at("source").textContent = about.file;
  if (about.stylised) at("source").append(" · stylised figures: no evidence of what happened");
  if (state.strategies === null) state.strategies = about.chosen;
  if (!about.sheets.some(({ title }) => title === state.sheet)) state.sheet = about.sheets[0].title;
  at("scenario").append(...about.scenarios.map((name) => make("option", { value: name, textContent: name })));
  at("scenario").hidden = !about.scenarios.length;
  at("find").value = state.find;
  at("strategies").append(...about.strategies.map(({ name, asks }) => {
    const box = make("input", { type: "checkbox", checked: state.strategies.includes(name) });
    box.addEventListener("change", () => {
      state.strategies = state.strategies.filter((each) => each !== name).concat(box.checked ? [name] : []);
      remember();
      refresh();
    });
    return make("label", { title: asks }, box, name);
  }));
  remember();
  await refresh();
}
begin().catch((error) => wait(error.message));

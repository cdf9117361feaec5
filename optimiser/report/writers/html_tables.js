"use strict";
// Tables are whole without this; it lets them be sorted, filtered and copied.
const figure = (text) => {
  const plain = text.replace(/,/g, "").trim();
  if (plain === "–") return 0;
  if (plain === "no limit") return Infinity;
  const value = parseFloat(plain);
  return plain === "" || Number.isNaN(value) ? null : value;
};
const compare = (a, b) => {
  const x = figure(a), y = figure(b);
  if (x !== null && y !== null) return x - y;
  return x !== null ? -1 : y !== null ? 1 : a.localeCompare(b);
};
const sort = (table, column, header) => {
  const down = header.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", down === 1 ? "ascending" : "descending");
  const rows = Array.from(table.tBodies[0].rows);
  const text = (row) => row.cells[column].textContent;
  rows.sort((a, b) => down * compare(text(a), text(b)));
  table.tBodies[0].append(...rows);
};
const shown = (table) => Array.from(table.rows).filter((row) => !row.hidden);
const copied = (cell) => {
  const text = cell.textContent.replace(/\s+/g, " ").trim();
  if (cell.classList.contains("n")) return text.replace(/,/g, "");
  return /^[=+\-@]/.test(text) ? "'" + text : text; // a name is never a formula
};
const copy = (table, button) => {
  const lines = shown(table).map((row) => Array.from(row.cells, copied).join("\t"));
  const area = document.createElement("textarea");
  area.value = lines.join("\n");
  area.setAttribute("aria-hidden", "true");
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  button.textContent = done ? "Copied" : "Copying is not allowed here";
  button.focus();
};
for (const table of document.querySelectorAll("table")) {
  const box = table.parentElement;
  const tools = document.createElement("div");
  tools.className = "tools";
  if (table.tBodies[0].rows.length > 12) {
    const filter = document.createElement("input");
    filter.type = "search";
    filter.placeholder = "Filter rows";
    filter.setAttribute("aria-label", "Filter the rows of: " + box.getAttribute("aria-label"));
    filter.addEventListener("input", () => {
      const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const row of table.tBodies[0].rows) {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
      }
    });
    tools.append(filter);
  }
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.setAttribute("aria-label", "Copy for a spreadsheet: " + box.getAttribute("aria-label"));
  button.addEventListener("click", () => copy(table, button));
  tools.append(button);
  box.before(tools);
  Array.from(table.tHead.rows[0].cells).forEach((header, column) => {
    if (!header.textContent) return;
    const by = document.createElement("button");
    by.type = "button";
    by.append(...header.childNodes);
    by.addEventListener("click", () => sort(table, column, header));
    header.append(by);
  });
}

// assets/charts.js: draws the tables of <figure data-chart> as charts; the table stays for those
// who can't see, don't run scripts or want the numbers.
// SPDX-License-Identifier: AGPL-3.0-or-later
//
// <figure data-chart="stacked-months|bars|heat"><figcaption>…</figcaption>
//   <details><summary>…</summary><table>…</table></details></figure>
//
// First row: heads; first cell of a row: its label. A cell's number is its data-n, else its text; a
// click on what stands for it opens the cell's <a href>. A column's colour is the custom property
// --context of its <th>. Colours of the page are --ink, --ink-soft, --line, --surface, --accent of
// :root. Made for "default-src 'self'": no eval, no style in markup.
import { BarChart, HeatmapChart, LinesChart, ScatterChart } from "echarts/charts";
import {
  AriaComponent,
  DataZoomInsideComponent,
  DataZoomSliderComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapContinuousComponent,
} from "echarts/components";
import { init, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";
import { drawMap } from "./map.js";

use([
  AriaComponent,
  BarChart,
  CanvasRenderer,
  DataZoomInsideComponent,
  DataZoomSliderComponent,
  GridComponent,
  HeatmapChart,
  LabelLayout,
  LegendComponent,
  LinesChart,
  ScatterChart,
  TooltipComponent,
  VisualMapContinuousComponent,
]);

const ZOOM_FROM = 36; // months that are read well side by side
const YEARS_FROM = 240; // months from which years say more
const ROWS_MOST = 200; // of bars; the table has them all

// Okabe & Ito, "Color Universal Design" (2008): told apart by the colour-blind.
const PALETTE = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442"];

const dark = matchMedia("(prefers-color-scheme: dark)");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const drawn = new Map(); // figure → {chart, box}

// Colours ---------------------------------------------------------------------------------------

const pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

// Any colour that CSS knows, as rgba(), which is what the canvas library can mix.
function plainColour(value, element, otherwise) {
  const probe = document.createElement("span");
  probe.style.color = value;
  if (!value || !probe.style.color) return otherwise;
  element.append(probe); // var() and light-dark() depend on where they stand
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillStyle = getComputedStyle(probe).color;
  probe.remove();
  pixel.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = pixel.getImageData(0, 0, 1, 1).data;
  return `rgba(${r},${g},${b},${a / 255})`;
}

function property(element, name, otherwise) {
  const value = getComputedStyle(element).getPropertyValue(name).trim();
  return plainColour(value, element, otherwise);
}

function pageColours() {
  const body = document.body;
  return {
    ink: property(body, "--ink", dark.matches ? "#eee" : "#222"),
    soft: property(body, "--ink-soft", dark.matches ? "#aaa" : "#666"),
    strong: property(body, "--line-strong", "#888"),
    line: property(body, "--line", dark.matches ? "#444" : "#ddd"),
    surface: property(body, "--surface", dark.matches ? "#222" : "#fff"),
    accent: property(body, "--accent", PALETTE[0]),
    font: getComputedStyle(body).fontFamily,
  };
}

// Tables ----------------------------------------------------------------------------------------

function text(cell) {
  return cell ? cell.textContent.trim().replace(/\s+/g, " ") : "";
}

function numberOf(cell) {
  if (!cell) return 0;
  const n = Number(cell.dataset.n ?? text(cell).replace(/[\s,\u2009\u202f\u00a0]/g, ""));
  return Number.isFinite(n) ? n : 0;
}

// {columns: [{name, colour}], rows: [{label, value: [], link: []}]}
function readTable(table) {
  const head = table.tHead?.rows[0] ?? table.rows[0];
  const columns = [...head.cells].slice(1).map((th, i) => ({
    name: text(th),
    colour: property(th, "--context", PALETTE[i % PALETTE.length]),
  }));
  const rows = [];
  for (const tr of table.rows) {
    if (tr === head || tr.closest("tfoot, thead")) continue;
    const cells = [...tr.cells];
    rows.push({
      label: text(cells[0]),
      value: columns.map((_, i) => numberOf(cells[i + 1])),
      link: columns.map((_, i) => cells[i + 1]?.querySelector("a[href]")?.href ?? ""),
    });
  }
  return { columns, rows };
}

const monthNumber = (label) => Number(label.slice(0, 4)) * 12 + Number(label.slice(5, 7)) - 1;
const monthLabel = (n) => `${String(Math.floor(n / 12)).padStart(4, "0")}-${String((n % 12) + 1).padStart(2, "0")}`;

// Oldest first, months in which nothing was between them; years where there are very many.
function settleMonths({ columns, rows }) {
  const months = rows.filter((row) => /^\d{4}-\d{2}$/.test(row.label));
  months.sort((a, b) => (a.label < b.label ? -1 : 1));
  if (months.length === 0) return { columns, rows };
  const first = monthNumber(months[0].label);
  const last = monthNumber(months[months.length - 1].label);
  const empty = (label) => ({ label, value: columns.map(() => 0), link: columns.map(() => "") });
  const byYear = last - first >= YEARS_FROM;
  const all = new Map();
  const step = byYear ? 12 : 1;
  for (let n = byYear ? first - (first % 12) : first; n <= last; n += step) {
    const label = byYear ? monthLabel(n).slice(0, 4) : monthLabel(n);
    all.set(label, empty(label));
  }
  for (const month of months) {
    const row = all.get(byYear ? month.label.slice(0, 4) : month.label);
    if (!row) continue;
    row.value = row.value.map((v, i) => v + month.value[i]);
    if (!byYear) row.link = month.link;
  }
  return { columns, rows: [...all.values()] };
}

// Options ---------------------------------------------------------------------------------------

function common(colours, many) {
  const words = { color: colours.ink, fontFamily: colours.font };
  return {
    animation: !still.matches,
    animationDuration: 300,
    backgroundColor: "transparent",
    textStyle: words,
    // patterns tell series apart without colour; the label is ours
    aria: { enabled: true, label: { enabled: false }, decal: { show: many } },
    tooltip: {
      renderMode: "richText", // the other one writes markup with styles in it
      confine: true,
      backgroundColor: colours.surface,
      borderColor: colours.line,
      textStyle: words,
    },
    legend: { show: many, top: 0, type: "plain", textStyle: words, inactiveColor: colours.soft },
  };
}

function axis(colours, more) {
  return {
    axisLine: { lineStyle: { color: colours.line } },
    axisTick: { show: false },
    axisLabel: { color: colours.soft, fontFamily: colours.font, hideOverlap: true },
    splitLine: { lineStyle: { color: colours.line } },
    ...more,
  };
}

function seriesOf({ columns, rows }, more) {
  return columns.map((column, i) => ({
    type: "bar",
    name: column.name,
    data: rows.map((row) => row.value[i]),
    itemStyle: { color: column.colour },
    cursor: rows.some((row) => row.link[i]) ? "pointer" : "default",
    ...more,
  }));
}

function stackedMonths(table, colours) {
  const { columns, rows } = table;
  const zoom = rows.length > ZOOM_FROM;
  const options = {
    ...common(colours, columns.length > 1),
    grid: { left: 8, right: 16, top: 36, bottom: zoom ? 48 : 8, containLabel: true },
    xAxis: axis(colours, { type: "category", data: rows.map((row) => row.label) }),
    yAxis: axis(colours, { type: "value", minInterval: 1 }),
    series: seriesOf(table, { stack: "all", barCategoryGap: "20%" }),
  };
  options.tooltip.trigger = "axis";
  options.tooltip.axisPointer = { type: "shadow" };
  if (zoom) {
    options.dataZoom = [
      {
        type: "slider",
        bottom: 8,
        height: 24,
        borderColor: colours.line,
        textStyle: { color: colours.soft },
        dataBackground: { lineStyle: { color: colours.soft }, areaStyle: { color: colours.line } },
        brushSelect: false,
      },
    ];
  }
  return options;
}

function bars(table, colours, width) {
  const shown = { columns: table.columns, rows: table.rows.slice(0, ROWS_MOST) };
  const options = {
    ...common(colours, table.columns.length > 1),
    grid: { left: 8, right: 24, top: table.columns.length > 1 ? 36 : 8, bottom: 8, containLabel: true },
    xAxis: axis(colours, { type: "value", minInterval: 1 }),
    yAxis: axis(colours, {
      type: "category",
      inverse: true,
      data: shown.rows.map((row) => row.label),
      axisLabel: { color: colours.ink, fontFamily: colours.font, width: Math.min(160, width * 0.3), overflow: "truncate" },
    }),
    series: seriesOf(shown, { barMaxWidth: 18 }),
  };
  options.tooltip.trigger = "axis";
  options.tooltip.axisPointer = { type: "shadow" };
  return options;
}

function heat({ columns, rows }, colours, width) {
  const data = rows.flatMap((row, y) => row.value.map((v, x) => [x, y, v]));
  const most = Math.max(1, ...data.map((cell) => cell[2]));
  const linked = rows.some((row) => row.link.some(Boolean));
  const options = {
    ...common(colours, false),
    grid: { left: 8, right: 16, top: 8, bottom: 56, containLabel: true },
    xAxis: axis(colours, {
      type: "category",
      data: columns.map((c) => c.name),
      splitLine: { show: false },
      // every column is named, however narrow it is
      axisLabel: {
        color: colours.soft,
        fontFamily: colours.font,
        fontSize: 11,
        lineHeight: 13,
        interval: 0,
        width: Math.max(36, (width - 180) / columns.length - 6),
        overflow: "break",
      },
    }),
    yAxis: axis(colours, {
      type: "category",
      inverse: true,
      data: rows.map((row) => row.label),
      splitLine: { show: false },
    }),
    visualMap: {
      min: 0,
      max: most,
      calculable: false,
      text: [most.toLocaleString(), "0"],
      orient: "horizontal",
      left: "center",
      bottom: 4,
      itemWidth: 12,
      textStyle: { color: colours.soft },
      inRange: { color: [colours.surface, colours.accent] },
    },
    series: [
      {
        type: "heatmap",
        data,
        cursor: linked ? "pointer" : "default",
        itemStyle: { borderColor: colours.line, borderWidth: 1 },
        emphasis: { itemStyle: { borderColor: colours.ink } },
      },
    ],
  };
  options.tooltip.formatter = (p) =>
    `${rows[p.value[1]].label}, ${columns[p.value[0]].name}: ${p.value[2].toLocaleString()}`;
  return options;
}

const KINDS = {
  "stacked-months": { settle: settleMonths, options: stackedMonths, height: () => 320 },
  bars: {
    settle: (table) => table,
    options: bars,
    height: ({ columns, rows }) =>
      56 + Math.min(rows.length, ROWS_MOST) * Math.max(26, 14 + 14 * columns.length),
  },
  heat: { settle: (table) => table, options: heat, height: ({ rows }) => 116 + 28 * rows.length },
};

// Figures ---------------------------------------------------------------------------------------

function linkAt(kind, table, point) {
  if (point.componentType !== "series") return "";
  if (kind === "heat") return table.rows[point.value[1]]?.link[point.value[0]] ?? "";
  return table.rows[point.dataIndex]?.link[point.seriesIndex] ?? "";
}

function forget(figure) {
  const known = drawn.get(figure);
  if (!known) return;
  known.watch.disconnect();
  known.chart.dispose();
  known.box.remove();
  drawn.delete(figure);
}

function draw(figure) {
  const kind = KINDS[figure.dataset.chart];
  const source = figure.querySelector("table");
  forget(figure);
  for (const old of figure.querySelectorAll(":scope > .chart")) old.remove(); // of a page put back
  if (!kind || !source || source.rows.length < 2) return;
  const table = kind.settle(readTable(source));
  if (table.rows.length === 0 || table.columns.length === 0) return;
  const box = document.createElement("div");
  box.className = "chart";
  box.style.height = `${kind.height(table)}px`;
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", text(figure.querySelector("figcaption")) || document.title);
  figure.insertBefore(box, figure.querySelector(":scope > details") ?? source);
  const chart = init(box, null, { renderer: "canvas" });
  chart.setOption(kind.options(table, pageColours(), box.clientWidth));
  chart.on("click", (point) => {
    const link = linkAt(figure.dataset.chart, table, point);
    if (link) location.href = link;
  });
  const watch = new ResizeObserver(() => chart.resize());
  watch.observe(box);
  drawn.set(figure, { chart, box, watch });
}

// Maps ------------------------------------------------------------------------------------------

const maps = new Map(); // figure → {data, forget}

async function loadMap(figure) {
  maps.set(figure, { forget: () => {} });
  const r = await fetch(figure.dataset.map);
  if (!r.ok) {
    figure.querySelector(".map-wait").textContent = "The map did not come; the table says the same.";
    return;
  }
  const data = await r.json();
  if (figure.isConnected && data.people.length) maps.set(figure, { data, forget: paintMap(figure, data) });
}

function paintMap(figure, data) {
  return drawMap(figure, data, pageColours(), (label) => property(label, "--context", PALETTE[6]));
}

function drawMaps() {
  for (const figure of document.querySelectorAll("figure[data-map]")) if (!maps.has(figure)) loadMap(figure);
}

function redrawMaps() {
  for (const [figure, map] of maps) {
    if (!map.data) continue;
    map.forget();
    map.forget = paintMap(figure, map.data);
  }
}

function drawNew() {
  drawMaps();
  for (const figure of [...drawn.keys()]) if (!figure.isConnected) forget(figure);
  for (const figure of document.querySelectorAll("figure[data-chart]"))
    if (!drawn.has(figure)) draw(figure);
}

function redraw() {
  redrawMaps();
  for (const figure of [...drawn.keys()]) forget(figure);
  drawNew();
}

dark.addEventListener("change", redraw);
still.addEventListener("change", redraw);
new MutationObserver(redraw).observe(document.documentElement, {
  attributeFilter: ["class", "data-theme"],
});
document.addEventListener("htmx:load", drawNew);
document.addEventListener("htmx:historyRestore", redraw);
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", drawNew);
else drawNew();

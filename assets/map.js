// assets/map.js: people as dots and their ties as lines, on a canvas that one moves and zooms. For
// charts.js, which has the colours of the page.
// SPDX-License-Identifier: AGPL-3.0-or-later
//
// <figure data-map="/api/people/map">: checkboxes of .map-sides show and hide contexts, the buttons
// [data-zoom] move nearer; a click on a dot opens the person. Points stand where the server put
// them. Dots and lines are drawn as two kinds of chart that know how to draw many at once; the
// library's own graph makes an object of every tie, and 20,000 of them can't be moved smoothly.
import { init } from "echarts/core";

const LABELS = 24; // names of circles at a time
const NEAREST = 0.02; // of the whole, when zoomed in
const DOT = [4, 26];
const MANY_TIES = 5000; // are not drawn while one moves
const REST_MS = 180;

// The part of the map that fills a box of this shape, so that a circle stays round.
function frame(people, box) {
  let [left, right, low, high] = [1, -1, 1, -1];
  for (const [, , , , x, y] of people) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    low = Math.min(low, y);
    high = Math.max(high, y);
  }
  const shape = box.clientWidth / box.clientHeight;
  const tall = Math.max((high - low) * 1.12, ((right - left) * 1.08) / shape, 0.05);
  const [x, y] = [(left + right) / 2, (low + high) / 2];
  return { x: [x - (tall * shape) / 2, x + (tall * shape) / 2], y: [y - tall / 2, y + tall / 2] };
}

function axis([min, max]) {
  return { type: "value", min, max, show: false };
}

function dots(data, side, colour, colours, most) {
  const mine = data.people.filter((p) => p[2] === side);
  return {
    id: `side-${side}`,
    type: "scatter",
    z: 3,
    cursor: "pointer",
    progressive: 2000,
    symbolSize: (v) => DOT[0] + Math.sqrt(v[2]) * (most - DOT[0]),
    itemStyle: { color: colour, opacity: 0.9, borderColor: colours.surface, borderWidth: 1 },
    emphasis: { scale: false, itemStyle: { opacity: 1, borderColor: colours.ink, borderWidth: 2 } },
    data: mine.map((p) => ({ value: [p[4], p[5], p[3]], person: p })),
  };
}

function ties(data, shown, colours) {
  const at = (i) => data.people[i];
  return {
    id: "ties",
    type: "lines",
    coordinateSystem: "cartesian2d",
    z: 1,
    silent: true,
    large: true,
    largeThreshold: 1,
    progressive: 0,
    lineStyle: { color: colours.strong, opacity: Math.max(0.12, 0.45 * Math.min(1, 1500 / (data.ties.length + 1))), width: 1 },
    data: data.ties
      .filter(([a, b]) => shown.has(at(a)[2]) && shown.has(at(b)[2]))
      .map(([a, b]) => ({ coords: [at(a).slice(4, 6), at(b).slice(4, 6)] })),
  };
}

function names(data, colours) {
  const circles = [...data.circles].sort((a, b) => b.size - a.size).slice(0, LABELS);
  return {
    id: "names",
    type: "scatter",
    z: 5,
    silent: true,
    symbolSize: 0.1,
    labelLayout: { hideOverlap: true },
    label: {
      show: true,
      formatter: (p) => p.data.name,
      color: colours.ink,
      fontFamily: colours.font,
      fontWeight: 600,
      fontSize: 13,
      textBorderColor: colours.surface,
      textBorderWidth: 3,
      width: 150,
      overflow: "truncate",
    },
    data: circles.map((c) => ({ value: [c.x, c.y], name: c.name })),
  };
}

const often = ["", "seldom", "now and then", "often", "very often"];
const howOften = (s) => often[s <= 0 ? 0 : Math.min(4, 1 + Math.floor(s * 4))];

function tooltip(data, labels, colours) {
  const circle = new Map(data.circles.map((c) => [c.id, c.name]));
  return {
    renderMode: "richText",
    confine: true,
    backgroundColor: colours.surface,
    borderColor: colours.line,
    textStyle: { color: colours.ink, fontFamily: colours.font },
    formatter: ({ data: d }) => {
      const [, name, side, strength, , , of] = d.person;
      const words = howOften(strength);
      return [name || "without a name", labels.get(side), circle.get(of), words && `you exchange ${words}`].filter(Boolean).join("\n");
    },
  };
}

// Draws one; answers what charts.js calls to forget it.
export function drawMap(figure, data, colours, colourOf) {
  const box = document.createElement("div");
  box.className = "chart";
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", figure.querySelector("figcaption").textContent);
  figure.querySelector(".map-keys").after(box);
  figure.classList.add("drawn");
  const chart = init(box, null, { renderer: "canvas" });
  const ticks = [...figure.querySelectorAll(".map-sides input")];
  const labels = new Map(ticks.map((t) => [t.value, t.closest("label").querySelector("span:nth-of-type(2)").textContent]));
  const shown = () => new Set(ticks.filter((t) => t.checked).map((t) => t.value));
  const series = () => {
    const sides = shown();
    // smaller where there is less room: in a small window, of many
    const most = Math.max(8, DOT[1] * Math.min(1, box.clientWidth / 900, 30 / Math.sqrt(data.people.length + 1)));
    return [
      ties(data, sides, colours),
      ...ticks.map((t) => ({ ...dots(data, t.value, colourOf(t.closest("label")), colours, most), ...(sides.has(t.value) ? {} : { data: [] }) })),
      names(data, colours),
    ];
  };
  const whole = () => {
    const { x, y } = frame(data.people, box);
    const zoom = (id, of) => ({ id, type: "inside", [of]: 0, filterMode: "none", zoomOnMouseWheel: true, minSpan: NEAREST * 100, throttle: 30 });
    chart.setOption({
      animation: false,
      grid: { left: 0, right: 0, top: 0, bottom: 0 },
      xAxis: axis(x),
      yAxis: axis(y),
      dataZoom: [zoom("zx", "xAxisIndex"), zoom("zy", "yAxisIndex")],
      tooltip: tooltip(data, labels, colours),
      series: series(),
    });
  };
  const zoomBy = (by) => {
    chart.getOption().dataZoom.forEach(({ start, end }, i) => {
      const half = by ? Math.min(50, Math.max((NEAREST * 100) / 2, ((end - start) / 2) * by)) : 50;
      const middle = Math.min(100 - half, Math.max(half, (start + end) / 2));
      chart.dispatchAction({ type: "dataZoom", dataZoomIndex: i, start: middle - half, end: middle + half });
    });
  };
  const STEPS = { in: 0.6, out: 1 / 0.6, all: 0 };
  const press = (e) => {
    const button = e.target.closest("[data-zoom]");
    if (button) zoomBy(STEPS[button.dataset.zoom]);
  };
  let resting;
  const move = () => {
    if (resting === undefined) chart.setOption({ series: [{ id: "ties", data: [] }] });
    clearTimeout(resting);
    resting = setTimeout(() => {
      resting = undefined;
      chart.setOption({ series: [ties(data, shown(), colours)] });
    }, REST_MS);
  };
  const toggle = () => chart.setOption({ series: series() });
  whole();
  if (data.ties.length > MANY_TIES) chart.on("datazoom", move);
  chart.on("click", ({ data: d }) => d?.person && (location.href = `/people/${d.person[0]}`));
  figure.addEventListener("click", press);
  ticks.forEach((t) => t.addEventListener("change", toggle));
  let width = box.clientWidth;
  const watch = new ResizeObserver(() => {
    if (box.clientWidth === width) return;
    width = box.clientWidth;
    chart.resize();
    whole();
  });
  watch.observe(box);
  return () => {
    watch.disconnect();
    clearTimeout(resting);
    figure.removeEventListener("click", press);
    ticks.forEach((t) => t.removeEventListener("change", toggle));
    chart.dispose();
    box.remove();
    figure.classList.remove("drawn");
  };
}

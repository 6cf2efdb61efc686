"use strict";
{
  const every = 10000;
  const pause = document.getElementById("pause");
  let looking = false;

  const main = () => document.getElementById("main");
  const paused = () => pause.getAttribute("aria-pressed") === "true";

  // The same page again, without losing where the reader is; not while somebody reads a value.
  const refresh = async () => {
    if (looking || paused() || document.hidden) return;
    try {
      const answer = await fetch(location.href, { cache: "no-store", credentials: "omit" });
      if (!answer.ok) throw new Error(String(answer.status));
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("main");
      if (!fresh || looking) return;
      main().replaceWith(document.importNode(fresh, true));
    } catch {
      const verdict = document.getElementById("verdict");
      verdict.textContent = "The monitor does not answer";
      verdict.closest(".verdict").className = "verdict down";
    }
  };
  pause.hidden = false;
  pause.addEventListener("click", () => pause.setAttribute("aria-pressed", String(!paused())));
  setInterval(refresh, every);

  const leave = () => {
    looking = false;
    for (const at of document.querySelectorAll(".at")) at.hidden = true;
    for (const cursor of document.querySelectorAll(".cursor")) cursor.style.visibility = "hidden";
  };

  // What every line of the chart was at the column under the pointer.
  const show = (event) => {
    const svg = event.target.closest && event.target.closest(".plot > svg");
    leave();
    if (!svg) return;
    const cursor = svg.querySelector(".cursor");
    const level = svg.querySelector(".level");
    const box = svg.getBoundingClientRect();
    const left = Number(level.getAttribute("x1"));
    const right = Number(level.getAttribute("x2"));
    const x = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
    const lines = [...svg.closest("figure").querySelectorAll(".legend li")];
    const columns = lines[0].dataset.values.split("|").length;
    const column = Math.floor(((x - left) / (right - left)) * columns);
    if (column < 0 || column >= columns) return;
    looking = true;
    const at = svg.parentElement.querySelector(".at");
    const { first, each } = main().dataset;
    const minute = Number(first) + column * Number(each);
    const time = new Date(minute * 60000).toISOString().slice(11, 16);
    const values = lines.map((line) => line.querySelector(".name").textContent + "  " + line.dataset.values.split("|")[column]);
    at.textContent = [time + " UTC", ...values].join("\n");
    at.hidden = false;
    const place = left + ((column + 0.5) / columns) * (right - left);
    cursor.setAttribute("x1", place);
    cursor.setAttribute("x2", place);
    cursor.style.visibility = "visible";
    const near = (place / svg.viewBox.baseVal.width) * box.width;
    at.style.left = near > box.width / 2 ? "auto" : near + 10 + "px";
    at.style.right = near > box.width / 2 ? box.width - near + 10 + "px" : "auto";
  };
  document.addEventListener("pointermove", show);
  document.addEventListener("pointerdown", show);
  document.addEventListener("pointerleave", leave);
}

// The review page: keys, marks that light up on both sides, and saving without a page change.
// Without this file every button still works as a plain form.
"use strict";
(() => {
  const desk = () => document.getElementById("desk");
  const find = (selector) => desk().querySelector(selector);
  let current = "";
  let queue = Promise.resolve();
  let waiting = 0;

  // ---- items: programs, figures, open questions, in page order
  const items = () => [...desk().querySelectorAll(".rv-form [data-item], .rv-src .unres [data-item]")];
  const item = () => items().find((e) => e.dataset.item === current) || null;

  const show = (element, { scroll = true } = {}) => {
    for (const e of desk().querySelectorAll(".is-cur")) { e.classList.remove("is-cur"); e.removeAttribute("aria-current"); }
    if (!element) { current = ""; return; }
    current = element.dataset.item;
    element.classList.add("is-cur");
    element.setAttribute("aria-current", "true");
    if (scroll) { element.scrollIntoView({ block: "nearest" }); }
    light(current);
    showLine(element);
  };
  const step = (by) => {
    const all = items();
    if (!all.length) { return; }
    const at = all.findIndex((e) => e.dataset.item === current);
    show(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)]);
  };

  // ---- evidence on both sides
  const light = (ref) => {
    for (const e of desk().querySelectorAll(".is-lit, .src-lines .on")) { e.classList.remove("is-lit", "on"); }
    if (!ref) { return; }
    for (const mark of desk().querySelectorAll("mark[data-refs]")) {
      if (mark.dataset.refs.split(" ").includes(ref)) {
        mark.classList.add("is-lit");
        const line = mark.closest(".src-lines li");
        if (line) { line.classList.add("on"); }
      }
    }
  };
  const scrollPane = (line) => {
    const pane = find(".src-lines");
    if (line) { pane.scrollTop = line.offsetTop - pane.clientHeight / 3; }
  };
  const showLine = (element) => {
    const link = element.querySelector("[data-line]");
    if (link) { scrollPane(document.getElementById(link.hash.slice(1))); }
  };
  document.addEventListener("mouseover", (event) => {
    const near = event.target.closest("[data-item], mark[data-refs]");
    if (!near || !desk().contains(near)) { return; }
    const ref = near.dataset.item || near.dataset.refs.split(" ").pop();
    light(ref);
    for (const e of items()) { e.classList.toggle("is-lit", !near.dataset.item && e.dataset.item === ref); }
  });
  document.addEventListener("focusin", (event) => {
    const near = event.target.closest("[data-item]");
    if (near && near.dataset.item !== current) { show(near, { scroll: false }); }
  });
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-refs]");
    if (mark && desk().contains(mark) && !window.getSelection().toString()) {
      const ref = mark.dataset.refs.split(" ").pop();
      show(items().find((e) => e.dataset.item === ref) || null);
    }
    const jump = event.target.closest("[data-line]");
    if (jump) { event.preventDefault(); scrollPane(document.getElementById(jump.hash.slice(1))); }
  });

  // ---- picked lines
  let lastPicked = null;
  document.addEventListener("click", (event) => {
    const box = event.target.closest(".pick input");
    if (!box) { return; }
    const boxes = [...desk().querySelectorAll(".pick input")];
    if (event.shiftKey && lastPicked) {
      const [a, b] = [boxes.indexOf(lastPicked), boxes.indexOf(box)].sort((x, y) => x - y);
      for (const each of boxes.slice(a, b + 1)) { each.checked = box.checked; }
    }
    lastPicked = box;
    paintPicked();
  });
  const paintPicked = () => {
    for (const box of desk().querySelectorAll(".pick input")) { box.closest("li").classList.toggle("sel", box.checked); }
  };
  const picked = () => desk().querySelector(".pick input:checked");

  // ---- words picked in the rebuilt text become a figure, a place or a program
  document.addEventListener("selectionchange", () => {
    const selection = window.getSelection();
    const words = selection.toString();
    const story = document.getElementById("story");
    if (!words.trim() || !story || !selection.rangeCount || !story.contains(selection.anchorNode)) { return; }
    const range = selection.getRangeAt(0);
    const paragraph = range.startContainer.parentElement.closest("[data-offset]");
    if (!paragraph) { return; }
    const before = range.cloneRange();
    before.selectNodeContents(paragraph);
    before.setEnd(range.startContainer, range.startOffset);
    const quote = document.getElementById("id_new-quote");
    quote.value = words.trim();
    quote.form.elements["new-start"].value = Number(paragraph.dataset.offset) + [...before.toString()].length;
    const amount = /(\d[\d,.]*)([万亿]?)(?:余|多)?([^\d，。、；：“”（）\s]{0,2})/.exec(words);
    if (amount) {
      quote.form.elements["new-value"].value = amount[1] + amount[2];
      quote.form.elements["new-unit"].value = amount[3].slice(0, 2);
    }
    document.getElementById("add-figure").open = true;
    const add = find("[data-add-program]");
    const address = new URL(add.href);
    address.searchParams.set("quote", words.trim().slice(0, 80));
    add.href = address.href;
  });

  // ---- saving in the background, one after the other
  const busy = (by) => {
    waiting += by;
    document.getElementById("content").classList.toggle("is-busy", waiting > 0);
  };
  const after = (keep, ref) => {
    for (const id of keep) { const e = document.getElementById(id); if (e) { e.open = true; } }
    show(items().find((e) => e.dataset.item === ref) || null, { scroll: true });
    if (!item()) { showArticle(); }
    const doubt = find(".doubt");
    if (doubt) { doubt.scrollIntoView({ block: "center" }); }
  };
  const opened = () => [...desk().querySelectorAll("details[id][open]")].map((e) => e.id);
  const showArticle = () => {
    const first = find(".src-where a");
    if (first) { scrollPane(document.getElementById(first.hash.slice(1))); }
  };
  const send = (formId, action, { ref = current } = {}) => {
    busy(1);
    queue = queue.then(async () => {
      const form = document.getElementById(formId);
      if (!form) { return; }
      const article = desk().dataset.article;
      const scroll = window.scrollY;
      const keep = opened();
      await htmx.ajax("POST", form.action, { source: form, target: "#desk", select: "#desk", swap: "outerHTML", values: { do: action } });
      if (!desk()) { return; }
      const same = desk().dataset.article === article;
      window.scrollTo(0, same ? scroll : 0);
      after(same ? keep : [], same ? ref : "");
      const url = new URL(location.href);
      if (desk().dataset.article) { url.searchParams.set("article", desk().dataset.article); }
      history.replaceState(null, "", url.pathname + url.search);
    }).catch(() => tellLost()).finally(() => busy(-1));
  };
  const tellLost = () => {
    const saved = find("[data-saved]");
    if (saved) { saved.className = "st st-late"; saved.textContent = "没有存上：连不上服务器，字段都还在，稍后再按“存草稿”"; }
  };
  document.addEventListener("htmx:sendError", tellLost);
  // A conflict page, a login page or an error has no desk in it: show it as a page of its own.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (!xhr.responseText.includes('id="desk"')) {
      event.detail.shouldSwap = false;
      if (xhr.status >= 500) { tellLost(); return; }
      const form = document.getElementById("rv-form");
      const parsed = new DOMParser().parseFromString(xhr.responseText, "text/html");
      document.title = parsed.title;
      document.getElementById("container").replaceWith(parsed.getElementById("container") || parsed.body);
      if (form && xhr.status === 403) { history.pushState(null, "", location.href); }
    }
  });

  document.addEventListener("submit", (event) => {
    const { target, submitter } = event;
    if (!["rv-form", "lines-form"].includes(target.id) || typeof htmx === "undefined") { return; }
    event.preventDefault();
    const action = submitter ? submitter.value : "save";
    const next = /^(accept|reject):/.test(action) ? ownNext(action) : current;
    send(target.id, action, { ref: next });
  });
  const ownNext = (action) => action.split(":")[1];

  // Leaving a field stores it.
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.form && field.form.id === "rv-form" && field.name && !field.name.startsWith("new-") && typeof htmx !== "undefined") {
      const to = current;
      setTimeout(() => { if (document.activeElement === document.body || document.activeElement === field) { send("rv-form", "save", { ref: to }); } }, 0);
    }
  });

  // ---- keys
  const off = () => localStorage.getItem("unionwatch-keys") === "off";
  const paintSwitch = () => {
    const button = find("[data-keys-switch]");
    if (button) { button.textContent = off() ? "单键：关" : "单键：开"; button.setAttribute("aria-pressed", String(!off())); }
    document.body.classList.toggle("keys-off", off());
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys-switch]")) {
      localStorage.setItem("unionwatch-keys", off() ? "on" : "off");
      paintSwitch();
    }
  });
  const press = (selector) => { const e = find(selector); if (e) { e.click(); } };
  const decide = (which) => {
    const here = item();
    const button = here && here.querySelector(which === "yes" ? "[data-yes]" : "[data-no]");
    if (!button) { return; }
    button.setAttribute("aria-pressed", "true");
    const all = items();
    const next = all[all.indexOf(here) + 1] || here;
    send("rv-form", button.value, { ref: next.dataset.item });
    show(next);
  };
  const give = (letter) => {
    if (!picked()) { return false; }
    const to = document.getElementById("mend-to");
    const option = [...to.options].find((o) => (letter === "0" ? o.value === "none" : o.text.startsWith(`${letter} `)));
    if (!option) { return false; }
    to.value = option.value;
    send("lines-form", "move", { ref: "" });
    return true;
  };
  const KEYS = {
    j: () => step(1), k: () => step(-1), ArrowDown: null, y: () => decide("yes"), n: () => decide("no"),
    e: () => { const f = item() && item().querySelector("[data-edit]"); if (f) { f.focus(); f.select(); } },
    l: () => { if (item()) { showLine(item()); light(current); } },
    "[": () => press("[data-prev-article]"), "]": () => press("[data-next-article]"),
    Enter: () => press("[data-next]"), s: () => send("lines-form", "split", { ref: "" }),
    m: () => press("button[value=merge]"), z: () => press("button[value=undo]"), p: () => press("[data-add-program]"),
    u: () => press("[data-release]"), "?": () => document.getElementById("keys").showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
    const field = event.target.closest("input:not([type=checkbox]), textarea, select, dialog");
    if (event.key === "Escape" && field && field.tagName !== "DIALOG") { field.blur(); return; }
    if (field && event.key === "Enter" && field.tagName === "INPUT" && field.form && field.form.id === "rv-form" && !field.name.startsWith("new-")) {
      event.preventDefault();
      const to = current;
      field.blur();
      send("rv-form", "save", { ref: to });
      return;
    }
    if (field || off() || !desk()) { return; }
    if (event.key === "Enter" && event.target.closest("a, button, summary")) { return; }
    if (event.shiftKey && /^Digit0$/.test(event.code) && give("0")) { event.preventDefault(); return; }
    if (event.shiftKey && /^[A-Z]$/.test(event.key)) { if (give(event.key)) { event.preventDefault(); } return; }
    const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act) { event.preventDefault(); act(); }
  });

  const start = () => { paintSwitch(); const ref = location.hash.slice(1); const first = items().find((e) => e.dataset.item === ref); if (first) { show(first); } else { showArticle(); } };
  document.addEventListener("htmx:afterSettle", paintSwitch);
  start();
})();

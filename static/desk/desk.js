// Every page of the desk: the paste box remembers what was typed until it is stored as a draft.
"use strict";
(() => {
  const form = document.querySelector("form[data-draft]");
  const done = document.querySelector("form[data-draft-clear]");
  const keyOf = (name) => `unionwatch-draft-${name}`;
  const read = (name) => {
    try { return JSON.parse(localStorage.getItem(keyOf(name)) || "null"); } catch { return null; }
  };
  const drop = (name) => { try { localStorage.removeItem(keyOf(name)); } catch { /* private window */ } };

  if (done) {
    done.addEventListener("submit", (event) => {
      if (event.submitter && event.submitter.value === "save") {
        sessionStorage.setItem("unionwatch-saving", done.dataset.draftClear);
      }
    });
  } else if (sessionStorage.getItem("unionwatch-saving") && !form) {
    // The page behind a successful save: only now may the copy go.
    drop(sessionStorage.getItem("unionwatch-saving"));
    sessionStorage.removeItem("unionwatch-saving");
  }
  if (!form) { return; }

  const name = form.dataset.draft;
  const box = form.elements.text;
  const fields = () => [...form.elements].filter((e) => e.name && !["hidden", "file", "submit"].includes(e.type));
  let timer = 0;
  const keep = () => {
    const values = Object.fromEntries(fields().map((e) => [e.name, e.value]));
    try { localStorage.setItem(keyOf(name), JSON.stringify(values)); } catch { /* full or private */ }
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, 300); });
  form.addEventListener("submit", keep);

  const old = read(name);
  const notice = form.querySelector("[data-draft-notice]");
  if (old && old.text && old.text !== box.value) {
    notice.hidden = false;
    notice.querySelector("[data-draft-restore]").addEventListener("click", () => {
      for (const e of fields()) { if (e.name in old) { e.value = old[e.name]; } }
      notice.hidden = true;
      box.focus();
    });
    notice.querySelector("[data-draft-drop]").addEventListener("click", () => { drop(name); notice.hidden = true; });
  }
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[value=preview]"));
    }
  });
})();

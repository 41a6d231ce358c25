// Small comforts. Every page works without this file.
"use strict";

// A form is sent once, however often its button is pressed.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.getAttribute("aria-busy") === "true") event.preventDefault();
    form.setAttribute("aria-busy", "true");
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[aria-busy]")) form.removeAttribute("aria-busy");
});

// New messages appear, and are announced by the log, while the page is looked at.
const bubbles = document.querySelector("[data-news]");
async function lookForNews() {
  if (document.hidden) return;
  const ids = [...bubbles.querySelectorAll("[data-id]")].map((each) => Number(each.dataset.id));
  const answer = await fetch(`${bubbles.dataset.news}?after=${Math.max(0, ...ids)}`);
  if (answer.status !== 200) return;
  bubbles.querySelector(".quiet")?.remove();
  bubbles.insertAdjacentHTML("beforeend", await answer.text());
}
if (bubbles) setInterval(() => lookForNews().catch(() => {}), 4000);

// Type-ahead for fields that pick from many.
for (const picker of document.querySelectorAll(".picker")) {
  const box = picker.querySelector("input[type=text]");
  const list = document.createElement("ul");
  Object.assign(list, { id: `${box.id}-list`, className: "listbox", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  box.after(list);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  const options = () => [...list.children];
  const current = () => options().findIndex((each) => each.getAttribute("aria-selected") === "true");

  function show(open) {
    list.hidden = !open;
    box.setAttribute("aria-expanded", String(open));
    if (!open) box.removeAttribute("aria-activedescendant");
  }

  function select(index) {
    options().forEach((each, place) => each.setAttribute("aria-selected", String(place === index)));
    if (options()[index]) box.setAttribute("aria-activedescendant", options()[index].id);
  }

  function choose(option) {
    const label = document.createElement("label");
    label.className = "choice";
    const check = Object.assign(document.createElement("input"), {
      type: "checkbox", name: box.name, value: option.dataset.value, checked: true,
    });
    const name = document.createElement("span");
    name.textContent = option.textContent;
    label.append(check, " ", name);
    picker.querySelector(".chosen").append(label);
    box.value = "";
    show(false);
    box.focus();
  }

  let asked = 0;
  async function suggest() {
    const turn = ++asked;
    const words = box.value.trim();
    const answer = words ? await fetch(`/interests?q=${encodeURIComponent(words)}`) : null;
    const found = answer && answer.ok ? await answer.json() : [];
    if (turn !== asked) return;
    list.replaceChildren(...found.map((each, place) => {
      const item = document.createElement("li");
      Object.assign(item, { id: `${list.id}-${place}`, textContent: each.label });
      item.dataset.value = each.value;
      item.setAttribute("role", "option");
      item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(item); });
      return item;
    }));
    show(found.length > 0);
    select(-1);
  }

  let waiting;
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => suggest().catch(() => show(false)), 150);
  });
  box.addEventListener("blur", () => show(false));
  box.addEventListener("keydown", (event) => {
    const count = options().length;
    if (list.hidden || !count) return;
    if (event.key === "ArrowDown") select((current() + 1) % count);
    else if (event.key === "ArrowUp") select((current() + count - 1) % count);
    else if (event.key === "Escape") show(false);
    else if (event.key === "Enter" && current() >= 0) choose(options()[current()]);
    else return;
    event.preventDefault();
  });
}

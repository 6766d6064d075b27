// The forms of a path: the picture and the findings follow what is typed. Without this script the
// same form is sent and the same page comes back; nothing is decided here.

const WAIT = 450;
const form = document.querySelector("form[data-preview]");
const place = form && document.getElementById(form.dataset.preview);
let waiting, asked = 0;

function show(html) {
  place.innerHTML = html;
  for (const slot of form.querySelectorAll("[data-findings]")) slot.replaceChildren();
  for (const name of form.querySelectorAll("[aria-invalid]")) name.removeAttribute("aria-invalid");
  for (const told of place.querySelectorAll("template[data-for]")) {
    form.querySelector(`[data-findings="${CSS.escape(told.dataset.for)}"]`)?.append(told.content.cloneNode(true));
  }
  look();
}

// What is being changed is brought into sight; the page itself stays where it is.
function look() {
  const box = place?.querySelector(".drawing-scroll");
  const spot = box?.querySelector(".drawn-stage:has(.stage-note), .way-taken");
  if (spot) {
    const middle = spot.getBoundingClientRect().top - box.getBoundingClientRect().top;
    box.scrollTop += middle - box.clientHeight / 2;
  }
}

async function preview() {
  const mine = ++asked;
  const fields = new FormData(form);
  fields.set("do", "preview");
  place.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(location.href, { method: "POST", body: fields, credentials: "same-origin" });
    // A later letter has been typed meanwhile, or nobody is signed in any more: sending the form says so.
    if (mine === asked && answer.ok && !answer.redirected) show(await answer.text());
  } catch {
    // Offline: the form itself stays.
  } finally {
    if (mine === asked) place.removeAttribute("aria-busy");
  }
}

// Whether somebody has typed before this script was there, or the browser has kept a form filled.
function changed(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (!field.options) return "defaultValue" in field && field.type !== "file" && field.value !== field.defaultValue;
  const options = [...field.options];
  return options.some((one) => one.defaultSelected)
    ? options.some((one) => one.selected !== one.defaultSelected) : field.selectedIndex > 0;
}

look();
form?.addEventListener("input", (event) => {
  if (event.target.closest("[data-quiet]")) return;
  clearTimeout(waiting);
  waiting = setTimeout(preview, WAIT);
});
if (form && [...form.elements].some(changed)) preview();

// A line of the text that is spoken of can be gone to.
const text = document.getElementById("text");
for (const mark of text ? document.querySelectorAll("[data-line]") : []) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "to-line";
  button.textContent = mark.textContent;
  button.addEventListener("click", () => {
    const lines = text.value.split("\n"), number = Number(mark.dataset.line) - 1;
    const start = lines.slice(0, number).join("\n").length + (number ? 1 : 0);
    text.focus();
    text.setSelectionRange(start, start + (lines[number] ?? "").length);
    text.scrollTop = (number - 4) * (text.scrollHeight / lines.length);
  });
  mark.replaceWith(button);
}

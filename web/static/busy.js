// Says that the server is at work on something long, where that was asked for: a link or a form with
// `data-busy`. Without script the browser's own mark says it.

const PATIENCE = 400; // Milliseconds: what is quicker needs no word.

function say(asked) {
  const note = document.createElement("span");
  note.className = "busy";
  note.setAttribute("role", "status");
  asked.after(note);
  setTimeout(() => {
    note.append(document.createElement("progress"), ` ${asked.dataset.busy}`);
    note.firstChild.setAttribute("aria-label", asked.dataset.busy);
  }, PATIENCE);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-busy]");
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
  if (link && !elsewhere) say(link);
});

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button?.dataset.busy && !event.defaultPrevented) say(button);
});

// A page that comes back as it was left is no longer waiting.
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll(".busy").forEach((note) => note.remove());
});

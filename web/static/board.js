// The board by drag, and its steps in a dialog. Without this script every card leads to the same
// page of its step by a link; nothing is decided here, the server shows the form or every reason.

const dialog = document.getElementById("step");
const board = document.querySelector(".board");

async function show(address) {
  const place = new URL(address, location.href);
  place.searchParams.set("part", "1");
  let answer;
  try {
    answer = await fetch(place, { credentials: "same-origin" });
  } catch {
    answer = null;
  }
  // Signed out, refused or unreachable: the page itself says it better than a dialog could.
  if (!answer || !answer.ok || answer.redirected) {
    location.assign(address);
    return;
  }
  dialog.querySelector("[data-content]").innerHTML = await answer.text();
  dialog.showModal();
  dialog.querySelector("textarea, input:not([type=hidden]), [data-content] a")?.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-dialog], dialog a[href*='/step?']");
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (link && plain) {
    event.preventDefault();
    show(link.href);
  }
});

let carried = null;

for (const card of board?.querySelectorAll("[data-step]") ?? []) {
  card.draggable = true;
  card.addEventListener("dragstart", (event) => {
    carried = card;
    card.classList.add("carried");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.id);
  });
  card.addEventListener("dragend", () => {
    card.classList.remove("carried");
    carried = null;
  });
}

for (const column of board?.querySelectorAll("[data-stage]") ?? []) {
  column.addEventListener("dragover", (event) => {
    if (carried && !column.contains(carried)) {
      event.preventDefault();
      column.classList.add("aimed");
    }
  });
  column.addEventListener("dragleave", (event) => {
    if (!column.contains(event.relatedTarget)) column.classList.remove("aimed");
  });
  column.addEventListener("drop", (event) => {
    event.preventDefault();
    column.classList.remove("aimed");
    if (carried) {
      const place = new URL(carried.dataset.step, location.href);
      place.searchParams.set("to", column.dataset.stage);
      show(place.href);
    }
  });
}

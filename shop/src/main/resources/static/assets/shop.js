// The shop works without this file. It adds what HTML alone cannot do.
"use strict";

const page = document.documentElement;
const notice = document.getElementById("notice");

function tell(text) {
  const paragraph = document.createElement("p");
  paragraph.className = "notice notice-problem";
  paragraph.textContent = text;
  notice.replaceChildren(paragraph);
}

// A notice belongs to one view of the page: reloading must not repeat it.
const address = new URL(location.href);
if (address.searchParams.has("notice")) {
  address.searchParams.delete("notice");
  history.replaceState(null, "", address);
}

// A change that could not be saved is said aloud, and the page stays as it was.
document.addEventListener("htmx:responseError", (event) => {
  const old = event.detail.xhr.status === 403;
  tell(old
    ? "This page is too old: please reload it and try again. Nothing was changed."
    : "Your change was not saved. Please try again in a moment.");
});
document.addEventListener("htmx:sendError", () => tell("The shop can’t be reached. Your change was not saved."));

document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.name === "theme") {
    page.dataset.theme = field.value;
  }
  if (field.dataset.picture) {
    document.getElementById("product-picture").src = field.dataset.picture;
  }
});

// The badge hops when its number changes.
let count = document.getElementById("cart-badge")?.dataset.count;
document.addEventListener("htmx:oobAfterSwap", () => {
  const badge = document.getElementById("cart-badge");
  if (badge && badge.dataset.count !== count) {
    count = badge.dataset.count;
    badge.firstElementChild?.classList.add("fresh");
  }
});

// What had the focus may be gone, for example with the line that was removed: the keyboard goes on at the heading.
document.addEventListener("htmx:afterSettle", () => {
  if (document.activeElement === document.body) {
    document.querySelector("h1[tabindex]")?.focus();
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest(".notice-close")) {
    notice.replaceChildren();
  }
});

// Crawlers run scripts too, but only people move.
const signs = ["pointermove", "pointerdown", "keydown", "scroll", "touchstart"];
function human() {
  signs.forEach((sign) => removeEventListener(sign, human));
  document.body.dispatchEvent(new Event("human"));
}
addEventListener("load", () => signs.forEach((sign) => addEventListener(sign, human, { passive: true })));

import { send } from "./guest.js";

const shop = new URLSearchParams(location.search).get("shop") ?? "http://localhost:8080";
let account = sessionStorage.getItem("account"); // the token of who is signed in

async function ask(path, options = {}) {
  const headers = account ? { Authorization: `Bearer ${account}` } : {};
  const answer = await send(shop + path, { ...options, headers });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

function show(cart) {
  const lines = Object.entries(cart).map(([product, many]) => {
    const line = document.createElement("li");
    line.textContent = `${product}: ${many}`;
    return line;
  });
  document.querySelector("#cart").replaceChildren(...lines);
  document.querySelector("#empty").hidden = lines.length > 0;
  document.querySelector("#sign-in").hidden = Boolean(account);
  document.querySelector("#sign-out").hidden = !account;
}

async function refresh() {
  show(await ask("/cart"));
}

document.querySelector("#products").addEventListener("click", async (click) => {
  const product = click.target.dataset.product;
  if (product) show(await ask("/cart?product=" + product, { method: "POST" }));
});

document.querySelector("#sign-in").addEventListener("submit", async (submit) => {
  submit.preventDefault();
  const form = new FormData(submit.target);
  const answer = await fetch(shop + "/sign-in", {
    method: "POST",
    headers: { Authorization: "Basic " + btoa(`${form.get("name")}:${form.get("password")}`) },
  });
  document.querySelector("#refused").hidden = answer.ok;
  if (answer.ok) {
    account = await answer.text();
    sessionStorage.setItem("account", account);
    await refresh();
  }
});

document.querySelector("#sign-out").addEventListener("click", async () => {
  account = null;
  sessionStorage.removeItem("account");
  await refresh();
});

await refresh();

// Keeps the guest's tokens as the header tells of them, and adds them to each request: all that a page needs.
const kept = new Map(JSON.parse(localStorage.getItem("guest") ?? "[]"));

function keep(header) {
  for (const item of header.split(", ")) {
    const [name, token] = item.split("=");
    if (token) kept.set(name, token);
    else kept.delete(name);
  }
  localStorage.setItem("guest", JSON.stringify([...kept]));
}

export async function send(address, options = {}) {
  const headers = new Headers(options.headers);
  headers.set("PerUser-Guest", [...kept].map(([name, token]) => `${name}=${token}`).join(", ") || "new");
  const answer = await fetch(address, { ...options, headers });
  const told = answer.headers.get("PerUser-Guest");
  if (told) keep(told);
  return answer;
}

"use strict";

// The link's secret leaves the address at once: it is not in the history, nor in a copied address.
const secret = location.hash.slice(1);
history.replaceState(null, "", location.pathname + location.search);

const by = (id) => document.getElementById(id);
const messages = ["chosen", "asked", "unfit", "invalid", "no-address", "often", "failed"];

function show(...ids) {
  for (const id of ["choose", "ask", ...messages]) {
    by(id).hidden = !ids.includes(id);
  }
}

// What became of it: a problem's type, or "done".
async function send(path, body) {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(body),
    });
    return answer.ok ? "done" : (await answer.json()).type.replace("/problems/", "");
  } catch {
    return "failed";
  }
}

function onSubmit(form, work) {
  by(form).addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = by(form).querySelector("button");
    button.disabled = true;
    show(form);
    await work();
    button.disabled = false;
  });
}

onSubmit("choose", async () => {
  const outcome = await send("/api/v1/password-reset/confirm", { secret, password: by("password").value });
  switch (outcome) {
    case "done": return show("chosen");
    case "validation": return show("choose", "unfit");
    case "reset-invalid": return show("ask", "invalid");
    case "rate-limited": return show("choose", "often");
    default: return show("choose", "failed");
  }
});

onSubmit("ask", async () => {
  const outcome = await send("/api/v1/password-reset", { email: by("email").value });
  switch (outcome) {
    case "done": return show("asked");
    case "validation": return show("ask", "no-address");
    case "rate-limited": return show("ask", "often");
    default: return show("ask", "failed");
  }
});

by("show").addEventListener("change", () => {
  by("password").type = by("show").checked ? "text" : "password";
});

show(secret === "" ? "ask" : "choose");

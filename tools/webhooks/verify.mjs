// Holds a message that was received against its signature, with two libraries that are not ours.
// stdin: {"secret", "body", "headers", "now": seconds}; stdout: one line of JSON, what each said.
import { Webhook as Standard } from "standardwebhooks";
import { Webhook as Svix } from "svix";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { secret, body, headers, now } = JSON.parse(Buffer.concat(chunks).toString("utf8"));

// Both refuse what is older than five minutes: by the clock of whoever sent it.
Date.now = () => now * 1000;

function said(verify) {
  try {
    return verify().type ?? "verified";
  } catch (refused) {
    return "refused: " + refused.message;
  }
}

console.log(
  JSON.stringify({
    standardwebhooks: said(() => new Standard(secret).verify(body, headers)),
    svix: said(() => new Svix(secret).verify(body, headers)),
  }),
);

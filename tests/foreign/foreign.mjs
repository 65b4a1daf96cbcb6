// What a JavaScript client needs to be judged: cards, the sandbox's ledger, and a list of checks.
//
// Nothing here knows a client. The ledger, not the client, says whether money moved.

import assert from "node:assert/strict";

// Test cards of the documentation, by what they do.
export const APPROVED = "4111111111111111"; // no 3-D Secure; its token has not enough money
export const APPROVED_TOKEN_TOO = "4000000000003055"; // no 3-D Secure; its token pays
export const POOR = "4000056655665556"; // no 3-D Secure; not enough money
export const SECURE = "4242424242424242"; // 3-D Secure, then approved
export const SECURE_POOR = "4012888888881881"; // 3-D Secure, then not enough money

export const PAYER_IP = "123.123.123.123";
export const INN = 7701234560; // of the one organisation that has cash registers in the sandbox

/** A cryptogram in the old form: head, key version, and 344 characters nobody can decrypt. */
export function packet(card, expiry = "3012") {
  return `01${card.slice(0, 6)}${card.slice(-4)}${expiry}04${"QUJD".repeat(85)}QQ==`;
}

/** An exact sum from the ledger's text: hundredths as a BigInt. */
function hundredths(text) {
  const match = /^(-?\d+)(?:\.(\d{1,2})0*)?$/.exec(String(text));
  assert(match, `not a sum: ${text}`);
  return BigInt(match[1] + (match[2] ?? "").padEnd(2, "0"));
}

/** The sandbox as a referee sees it: control routes only, never the API. */
export class Sandbox {
  constructor() {
    const ready = JSON.parse(process.env.FOREIGN_SANDBOX);
    this.url = ready.url;
    this.publicId = ready.public_id;
    this.apiSecret = ready.api_secret;
  }

  async #call(path, body) {
    const answer = await fetch(this.url + path, {
      method: body === undefined ? "GET" : "POST",
      headers: { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    assert(answer.ok, `${path} answered ${answer.status}`);
    const text = await answer.text();
    return text === "" ? null : JSON.parse(text);
  }

  ledger() {
    return this.#call("/sandbox/ledger");
  }

  requests() {
    return this.#call("/sandbox/requests");
  }

  async lastRequest() {
    return (await this.requests()).at(-1);
  }

  /** The body of the newest request, decoded when it is JSON text. */
  async lastBody() {
    const { body } = await this.lastRequest();
    return typeof body === "string" && body !== "" ? JSON.parse(body) : body;
  }

  /** Arm one fault for the next request to `path`. */
  fault(path, kind) {
    return this.#call("/sandbox/faults", { path, kind, times: 1 });
  }

  /** Let days go by. */
  jump(days) {
    return this.wait(days * 86_400);
  }

  /** Let seconds go by. */
  wait(seconds) {
    return this.#call("/sandbox/clock", { advance_ms: seconds * 1000 });
  }

  /** What has left by payouts, those on their way included: hundredths. */
  async paidOut() {
    return hundredths((await this.ledger()).totals.paid_out);
  }

  /** One invoice as the sandbox keeps it: the API has no method that reads one. */
  async order(id) {
    return (await this.#call("/sandbox/orders")).find((each) => each.Id === id);
  }

  /** Be the person who pays, or cannot pay, on the page of an invoice; the HTTP status. */
  async visit(page, decision) {
    const body = new URLSearchParams({ decision });
    return (await fetch(page, { method: "POST", body, redirect: "manual" })).status;
  }

  /** All receipts of the registers, oldest first. */
  async receipts() {
    return (await this.#call("/sandbox/kkt")).receipts;
  }

  /** The newest notification of one type about a transaction, once it was tried. */
  async webhook(type, transactionId) {
    for (let turn = 0; turn < 500; turn += 1) {
      const sent = await this.#call("/sandbox/webhooks");
      const about = sent.filter((it) => it.type === type && it.TransactionId === transactionId);
      if (about.at(-1)?.tries.length > 0) return about.at(-1);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`nobody was told ${type} of ${transactionId}`);
  }

  /** Status and sum of each charge of a subscription. */
  async chargesOf(subscriptionId) {
    const { transactions } = await this.ledger();
    return transactions
      .filter((each) => each.SubscriptionId === subscriptionId)
      .map((each) => [each.Status, each.Amount]);
  }

  /** Have one type of notification told at an address, in the given way. */
  tell(type, address, setting) {
    const on = { type, address, is_enabled: true, ...setting };
    return this.#call("/sandbox/notifications", on);
  }

  /** Have one type of notification told no more. */
  keepSilent(type) {
    return this.#call("/sandbox/notifications", { type, is_enabled: false });
  }

  #act(transactionId, action) {
    return this.#call("/sandbox/payer", { TransactionId: transactionId, action });
  }

  /** Let the payer confirm or refuse at the issuer's page; the PaRes they come back with. */
  async payer(transactionId, action) {
    return (await this.#act(transactionId, action)).PaRes;
  }

  /** Let the bank `pay` or `refuse` what is still Created; the status that comes of it. */
  async decide(transactionId, action) {
    return (await this.#act(transactionId, action)).Status;
  }

  /** The status of one transaction, in the ledger's words. */
  async status(transactionId) {
    const { transactions } = await this.ledger();
    const found = transactions.find((each) => each.TransactionId === transactionId);
    assert(found, `the ledger knows no transaction ${transactionId}`);
    return found.Status;
  }

  /** Assert what the ledger says about one invoice; one it has never seen counts as empty. */
  async money(invoice, { charges, held = "0", net = "0" }) {
    const empty = { charges: 0, held: "0", net: "0" };
    const entry = (await this.ledger()).by_invoice[invoice] ?? empty;
    assert.deepEqual(
      { charges: entry.charges, held: hundredths(entry.held), net: hundredths(entry.net) },
      { charges, held: hundredths(held), net: hundredths(net) },
      `${invoice}: ${JSON.stringify(entry)}, expected ${JSON.stringify({ charges, held, net })}`,
    );
  }
}

/** Runs checks, prints a line for each, and insists that no public method is forgotten. */
export class Checks {
  #good = new Set();
  #bad = new Set();

  constructor(limitSeconds = 120) {
    setTimeout(() => {
      console.log(`FAIL  (time)                       not finished after ${limitSeconds} s`);
      process.exit(1);
    }, limitSeconds * 1000).unref();
  }

  /** One check of one method. `bug` names a fault of the client that the check pins down. */
  async check(method, expected, body, { bug } = {}) {
    const line = `${method.padEnd(28)} ${expected}`;
    try {
      await body();
      this.#good.add(method);
      console.log(`ok    ${line}`);
    } catch (error) {
      this.#bad.add(method);
      console.log(`FAIL  ${line}`);
      const words = String(error?.stack ?? error).split("\n").slice(0, 12);
      for (const each of words) console.log(`      ${each}`);
    }
    if (bug) console.log(`      known bug of the client: ${bug}`);
  }

  /** Compare with the client's own methods, print the summary, and give the exit code. */
  async finish(methods) {
    const named = (name) => !name.startsWith("(");
    const checked = new Set([...this.#good, ...this.#bad].filter(named));
    await this.check("(every method)", "is checked above, none is forgotten", () => {
      assert.deepEqual(methods.filter((name) => !checked.has(name)), [], "nobody checks these");
      const gone = [...checked].filter((name) => !methods.includes(name));
      assert.deepEqual(gone, [], "the client has no such methods");
    });
    const passed = [...this.#good].filter((name) => !this.#bad.has(name) && named(name));
    console.log(`methods passed: ${passed.join(", ") || "none"}`);
    if (this.#bad.size > 0) console.log(`methods failed: ${[...this.#bad].join(", ")}`);
    return this.#bad.size > 0 ? 1 : 0;
  }
}

/** The public methods of a class, without its constructor. */
export function methodsOf(owner, prefix = "") {
  const { prototype } = owner;
  return Object.getOwnPropertyNames(prototype)
    .filter((name) => name !== "constructor")
    .filter((name) => typeof Object.getOwnPropertyDescriptor(prototype, name).value === "function")
    .map((name) => prefix + name);
}

// npm `cloudpayments` 6.0.1 (node-fetch), unchanged, against the sandbox.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import {
  APPROVED,
  APPROVED_TOKEN_TOO,
  Checks,
  INN,
  PAYER_IP,
  POOR,
  SECURE,
  SECURE_POOR,
  Sandbox,
  methodsOf,
  packet,
} from "./foreign.mjs";

const require = createRequire(`${process.env.FOREIGN_HOME}/`);
const { ClientApi, ClientService, ReceiptApi, NotificationHandlers } = require("cloudpayments");
const { ClientRequestAbstract, ReceiptTypes, ResponseCodes, TaxationSystem, VAT } =
  require("cloudpayments");

// Not public: what the public ones are made of.
const PLUMBING = [
  "receipt.getEndpoint",
  "handlers.handle",
  "handlers.checkPayload",
  "handlers.parseRequest",
];

const sandbox = new Sandbox();
const checks = new Checks();
const check = checks.check.bind(checks);
const service = (privateKey, more = {}) =>
  new ClientService({ publicId: sandbox.publicId, privateKey, endpoint: sandbox.url, ...more });
const client = service(sandbox.apiSecret).getClientApi();

let number = 0;
const invoice = () => `JS-${++number}`;

const request = (card, order, more = {}) => ({
  Amount: 10,
  Currency: "RUB",
  IpAddress: PAYER_IP,
  CardCryptogramPacket: packet(card),
  Name: "CARDHOLDER NAME",
  InvoiceId: order,
  ...more,
});
const pay = (card, order, more) => client.chargeCryptogramPayment(request(card, order, more));
const hold = (card, order, more) => client.authorizeCryptogramPayment(request(card, order, more));

/** The Model of an answer that must be a success. */
function good(answer) {
  assert.equal(answer.isSuccess(), true, JSON.stringify(answer.getResponse()));
  return answer.getResponse().Model;
}

/** The whole of an answer that must be no success. */
function refused(answer) {
  assert.equal(answer.isSuccess(), false, JSON.stringify(answer.getResponse()));
  return answer.getResponse();
}

async function tokenOf(card, account) {
  const { Token } = good(await pay(card, invoice(), { Amount: 1, AccountId: account }));
  assert(Token, "a payment with AccountId brought no Token");
  return Token;
}

async function ping() {
  await check("call", "POST /test without a body: a fresh GUID each time", async () => {
    const first = await client.call("/test");
    const second = await client.call("/test");
    assert.match(first.Message, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
    assert.notEqual(first.Message, second.Message);
  });
  await check("call", "a body of {}, or of null, does no harm", async () => {
    assert.equal((await client.call("/test", {})).Success, true);
    assert.equal((await client.call("/test", { toJSON: () => null })).Success, true);
    assert.equal((await sandbox.lastRequest()).body, "null");
  });
  await check("call", "a blank at the end of the path does no harm", async () => {
    assert.equal((await client.call("/test ", {})).Success, true);
  });
  await check("call", "a blank that reaches the server (as %20) does no harm either", async () => {
    assert.equal((await client.call("/test%20", {})).Success, true);
  });
  const bug = "ping sends no credentials, and parses the 401 page as JSON";
  const what = "is refused: 401, never a success";
  await check("ping", what, async () => {
    const answer = await client.ping().catch((error) => error);
    assert(answer instanceof Error || !answer.isSuccess(), "a ping without credentials succeeded");
    assert.equal((await sandbox.lastRequest()).authorized, false);
  }, { bug });
  await check("call", "a wrong secret is refused: 401", async () => {
    await assert.rejects(service("wrong").getClientApi().call("/test", {}));
    assert.equal((await sandbox.lastRequest()).authorized, false);
  }, { bug: "it parses the 401 page as JSON, so the caller sees a JSON error" });
}

async function chargeCryptogramPayment() {
  const method = "chargeCryptogramPayment";
  await check(method, "a card without 3-D Secure: Completed, every field filled", async () => {
    const order = invoice();
    const answer = await pay(APPROVED, order, {
      Amount: 10.5,
      AccountId: "user_j",
      Email: "user@example.com",
      Description: "Оплата товаров",
      JsonData: JSON.stringify({ basket: [1, 2] }),
      CultureName: "ru-RU",
    });
    assert.equal(answer.isPaymentSuccessResponse(), true);
    assert.equal(answer.isPayment3DSResponse(), false);
    assert.equal(answer.getMessage(), null);
    const model = good(answer);
    assert.deepEqual([model.Status, model.StatusCode], ["Completed", 3]);
    assert.deepEqual([model.Reason, model.ReasonCode], ["Approved", 0]);
    assert.deepEqual([Number(model.Amount), model.Currency], [10.5, "RUB"]);
    assert.deepEqual([model.InvoiceId, model.AccountId], [order, "user_j"]);
    assert.equal(model.Description, "Оплата товаров");
    assert.deepEqual(JSON.parse(model.JsonData), { basket: [1, 2] });
    assert.deepEqual([model.CardFirstSix, model.CardLastFour], ["411111", "1111"]);
    assert.equal(model.CardHolderMessage, "Оплата успешно проведена");
    assert.match(model.CreatedDate, /^\/Date\(\d+\)\/$/);
    assert.match(model.CreatedDateIso, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    assert(Number.isSafeInteger(model.TransactionId) && model.TransactionId > 2 ** 32);
    await sandbox.money(order, { charges: 1, net: "10.5" });
  });
  await check(method, "not enough money: 5051, no money moves", async () => {
    const order = invoice();
    const answer = await pay(POOR, order);
    assert.equal(answer.isPaymentSuccessResponse(), false);
    assert.equal(answer.isPayment3DSResponse(), false);
    const { Model } = refused(answer);
    assert.deepEqual([Model.ReasonCode, Model.Reason], [5051, "InsufficientFunds"]);
    assert.equal(Model.CardHolderMessage, "Недостаточно средств на карте");
    assert.equal(await sandbox.status(Model.TransactionId), "Declined");
    await sandbox.money(order, { charges: 0 });
  });
  await check(method, "a card with 3-D Secure: where to send the payer, no money yet", async () => {
    const order = invoice();
    const answer = await pay(SECURE, order);
    assert.equal(answer.isPayment3DSResponse(), true);
    assert.equal(answer.isPaymentSuccessResponse(), false);
    const { Model } = refused(answer);
    assert(!("ReasonCode" in Model), "a 3-D Secure answer has no ReasonCode");
    assert.equal(await sandbox.status(Model.TransactionId), "AwaitingAuthentication");
    await sandbox.money(order, { charges: 0 });
  });
  await check(method, "an amount of nothing: refused with words, without a Model", async () => {
    const order = invoice();
    const response = refused(await pay(APPROVED, order, { Amount: 0 }));
    assert(response.Message, "no words");
    assert(response.Model === undefined, "a malformed request has no Model");
    await sandbox.money(order, { charges: 0 });
  });
  await check(method, "names in small letters are understood", async () => {
    const order = invoice();
    const small = Object.fromEntries(
      Object.entries(request(APPROVED, order)).map(([key, value]) => [
        key[0].toLowerCase() + key.slice(1),
        value,
      ]),
    );
    good(await client.chargeCryptogramPayment(small));
    await sandbox.money(order, { charges: 1, net: "10" });
  });
  const bug = "a payment method takes no request id, so a second try is a second charge";
  await check(method, "the answer is lost and the shop tries again: two", async () => {
    const order = invoice();
    await sandbox.fault("payments/cards/charge", "drop_after");
    await assert.rejects(pay(APPROVED, order));
    good(await pay(APPROVED, order));
    await sandbox.money(order, { charges: 2, net: "20" });
  }, { bug });
  await check("call", "with a request id the lost charge is taken once", async () => {
    const order = invoice();
    const body = request(APPROVED, order);
    await sandbox.fault("payments/cards/charge", "drop_after");
    await assert.rejects(client.call("/payments/cards/charge", body, "js-charge"));
    const first = await client.call("/payments/cards/charge", body, "js-charge");
    const again = await client.call("/payments/cards/charge", body, "js-charge");
    assert.equal(first.Success, true);
    assert.equal(again.Model.TransactionId, first.Model.TransactionId);
    await sandbox.money(order, { charges: 1, net: "10" });
  });
}

async function authorizeCryptogramPayment() {
  const method = "authorizeCryptogramPayment";
  await check(method, "a card without 3-D Secure: Authorized, held", async () => {
    const order = invoice();
    const answer = await hold(APPROVED, order);
    assert.equal(answer.isPaymentSuccessResponse(), true);
    const model = good(answer);
    assert.deepEqual([model.Status, model.StatusCode], ["Authorized", 2]);
    assert.equal(model.ConfirmDate, null);
    await sandbox.money(order, { charges: 1, held: "10" });
  });
  await check(method, "not enough money: 5051", async () => {
    const order = invoice();
    assert.equal(refused(await hold(POOR, order)).Model.ReasonCode, 5051);
    await sandbox.money(order, { charges: 0 });
  });
  await check(method, "a card with 3-D Secure: where to send the payer", async () => {
    const order = invoice();
    assert.equal((await hold(SECURE, order)).isPayment3DSResponse(), true);
    await sandbox.money(order, { charges: 0 });
  });
}

async function confirm3DSPayment() {
  const method = "confirm3DSPayment";
  /** The payer's way: to the issuer and back. The number goes as text, as their type demands. */
  async function comeBack(asked, action) {
    const { TransactionId } = refused(asked).Model;
    const PaRes = await sandbox.payer(TransactionId, action);
    return client.confirm3DSPayment({ TransactionId: String(TransactionId), PaRes });
  }
  await check(method, "the payer confirms a charge: Completed, captured", async () => {
    const order = invoice();
    const answer = await comeBack(await pay(SECURE, order), "confirm_3ds");
    assert.equal(typeof (await sandbox.lastBody()).TransactionId, "string");
    assert.equal(answer.isPaymentSuccessResponse(), true);
    assert.equal(good(answer).Status, "Completed");
    await sandbox.money(order, { charges: 1, net: "10" });
  });
  await check(method, "the payer confirms a hold: Authorized, held", async () => {
    const order = invoice();
    const answer = await comeBack(await hold(SECURE, order), "confirm_3ds");
    assert.equal(good(answer).Status, "Authorized");
    await sandbox.money(order, { charges: 1, held: "10" });
  });
  await check(method, "the payer refuses: 5206, no money moves", async () => {
    const order = invoice();
    const { Model } = refused(await comeBack(await pay(SECURE, order), "refuse_3ds"));
    assert.deepEqual([Model.ReasonCode, Model.Status], [5206, "Declined"]);
    await sandbox.money(order, { charges: 0 });
  });
  await check(method, "the payer confirms, the bank refuses: 5051", async () => {
    const order = invoice();
    const { Model } = refused(await comeBack(await pay(SECURE_POOR, order), "confirm_3ds"));
    assert.equal(Model.ReasonCode, 5051);
    await sandbox.money(order, { charges: 0 });
  });
}

async function confirmPayment() {
  const method = "confirmPayment";
  await check(method, "the whole hold: captured, an answer without a Model", async () => {
    const order = invoice();
    const { TransactionId } = good(await hold(APPROVED, order));
    const model = good(await client.confirmPayment({ TransactionId, Amount: 10 }));
    assert.equal(model, undefined);
    assert.equal(await sandbox.status(TransactionId), "Completed");
    await sandbox.money(order, { charges: 1, net: "10" });
  });
  await check(method, "a part of the hold: the rest is released", async () => {
    const order = invoice();
    const { TransactionId } = good(await hold(APPROVED, order));
    good(await client.confirmPayment({ TransactionId, Amount: 7.25, JsonData: "{}" }));
    await sandbox.money(order, { charges: 1, net: "7.25" });
  });
  await check(method, "more than the hold: refused, still held", async () => {
    const order = invoice();
    const { TransactionId } = good(await hold(APPROVED, order));
    refused(await client.confirmPayment({ TransactionId, Amount: 10.01 }));
    await sandbox.money(order, { charges: 1, held: "10" });
  });
}

async function voidPayment() {
  await check("voidPayment", "a hold: Cancelled, nothing held; once only", async () => {
    const order = invoice();
    const { TransactionId } = good(await hold(APPROVED, order));
    good(await client.voidPayment({ TransactionId }));
    assert.equal(await sandbox.status(TransactionId), "Cancelled");
    await sandbox.money(order, { charges: 1 });
    refused(await client.voidPayment({ TransactionId }));
  });
  await check("voidPayment", "a captured payment: refused, the money stays", async () => {
    const order = invoice();
    const { TransactionId } = good(await pay(APPROVED, order));
    refused(await client.voidPayment({ TransactionId }));
    await sandbox.money(order, { charges: 1, net: "10" });
  });
}

async function refundPayment() {
  const method = "refundPayment";
  await check(method, "in two parts: a number of its own for each, nothing is left", async () => {
    const order = invoice();
    const { TransactionId } = good(await pay(APPROVED, order));
    const first = good(await client.refundPayment({ TransactionId, Amount: 4.5 }));
    await sandbox.money(order, { charges: 1, net: "5.5" });
    const second = good(await client.refundPayment({ TransactionId, Amount: 5.5 }));
    const ids = new Set([TransactionId, first.TransactionId, second.TransactionId]);
    assert.equal(ids.size, 3);
    await sandbox.money(order, { charges: 1 });
  });
  await check(method, "more than is left: refused, the money stays", async () => {
    const order = invoice();
    const { TransactionId } = good(await pay(APPROVED, order));
    refused(await client.refundPayment({ TransactionId, Amount: 10.01 }));
    await sandbox.money(order, { charges: 1, net: "10" });
  });
}

async function tokenPayments() {
  const order = invoice();
  const by = (Token, AccountId, InvoiceId) => ({
    Amount: 10,
    Currency: "RUB",
    Token,
    AccountId,
    InvoiceId,
  });
  const what = "a token that pays";
  await check("chargeTokenPayment", `${what}: Completed (no TrInitiatorCode)`, async () => {
    const token = await tokenOf(APPROVED_TOKEN_TOO, "user_k");
    const answer = await client.chargeTokenPayment(by(token, "user_k", order));
    assert.equal(answer.isPaymentSuccessResponse(), true);
    assert.deepEqual([good(answer).Status, good(answer).AccountId], ["Completed", "user_k"]);
    await sandbox.money(order, { charges: 1, net: "10" });
  });
  await check("chargeTokenPayment", "a token without money: 5051", async () => {
    const poor = invoice();
    const token = await tokenOf(APPROVED, "user_l");
    const answer = await client.chargeTokenPayment(by(token, "user_l", poor));
    assert.equal(answer.isPaymentSuccessResponse(), false);
    assert.equal(refused(answer).Model.ReasonCode, 5051);
    await sandbox.money(poor, { charges: 0 });
  });
  await check("authorizeTokenPayment", `${what}: Authorized, held`, async () => {
    const held = invoice();
    const token = await tokenOf(APPROVED_TOKEN_TOO, "user_m");
    const answer = await client.authorizeTokenPayment(by(token, "user_m", held));
    assert.equal(good(answer).Status, "Authorized");
    await sandbox.money(held, { charges: 1, held: "10" });
  });
}

async function lookUps() {
  await check("getPayment", "a payment: the same number and status", async () => {
    const { TransactionId } = good(await pay(APPROVED, invoice()));
    const model = good(await client.getPayment({ TransactionId }));
    assert.deepEqual([model.TransactionId, model.Status], [TransactionId, "Completed"]);
  });
  await check("getPayment", "a declined payment: no success, and the Model", async () => {
    const { TransactionId } = refused(await pay(POOR, invoice())).Model;
    const { Model } = refused(await client.getPayment({ TransactionId }));
    assert.deepEqual([Model.TransactionId, Model.Status], [TransactionId, "Declined"]);
  });
  await check("getPayment", "while the payer is at the bank: AwaitingAuthentication", async () => {
    const { TransactionId } = refused(await pay(SECURE, invoice())).Model;
    const { Model } = (await client.getPayment({ TransactionId })).getResponse();
    assert.deepEqual([Model.Status, Model.AuthDate], ["AwaitingAuthentication", null]);
  });
  await check("getPayment", "an unknown number: Not found, without a Model", async () => {
    const response = refused(await client.getPayment({ TransactionId: 1 }));
    assert.equal(response.Message, "Not found");
    assert(response.Model === undefined);
  });
  await check("findPaymentByInvoiceId", "by the order: the payment", async () => {
    const order = invoice();
    const { TransactionId } = good(await pay(APPROVED, order));
    const answer = await client.findPaymentByInvoiceId({ InvoiceId: order });
    assert.equal(answer.isPaymentSuccessResponse(), true);
    assert.equal(good(answer).TransactionId, TransactionId);
  });
  await check("findPaymentByInvoiceId", "an unknown order: Not found", async () => {
    const answer = await client.findPaymentByInvoiceId({ InvoiceId: "JS-nobody" });
    assert.equal(refused(answer).Message, "Not found");
  });
  const bug =
    "getSuccessPayments throws (a static method without its `this`), and getFailPayments misses " +
    "declines (it asks whether the key AuthCode exists, and it always does)";
  for (const method of ["getPaymentsList", "getPaymentList"]) {
    const expected = "of a day: approved and declined";
    await check(method, expected, async () => {
      const paid = good(await pay(APPROVED, invoice()));
      const lost = refused(await pay(POOR, invoice())).Model;
      for (const [TimeZone, hours] of [["UTC", 0], ["MSK", 3]]) {
        const moment = Date.parse(`${paid.CreatedDateIso}Z`) + hours * 3_600_000;
        const day = new Date(moment).toISOString().slice(0, 10);
        const answer = await client[method]({ Date: day, TimeZone });
        const statusOf = new Map(answer.getPayments().map((it) => [it.TransactionId, it.Status]));
        assert.equal(statusOf.get(paid.TransactionId), "Completed", TimeZone);
        assert.equal(statusOf.get(lost.TransactionId), "Declined", TimeZone);
        assert.throws(() => answer.getSuccessPayments(), TypeError);
        const failed = answer.getFailPayments().map((it) => it.TransactionId);
        assert(!failed.includes(lost.TransactionId), "their fault is gone: expect it here");
      }
    }, { bug });
  }
  await check("getPaymentsList", "of a day long ago: empty", async () => {
    const answer = await client.getPaymentsList({ Date: "2001-01-01" });
    assert.deepEqual(good(answer), []);
  });
}

async function createOrder() {
  const method = "createOrder";
  const create = (order, more) =>
    client.createOrder({
      Amount: 10.5,
      Currency: "RUB",
      Description: "Заказ",
      InvoiceId: order,
      ...more,
    });
  await check(method, "an invoice to pay on its page (email, phone in small letters)", async () => {
    const order = invoice();
    const model = good(await create(order, { email: "a@b.c", phone: "+71234567890" }));
    assert.deepEqual([Number(model.Amount), model.Currency], [10.5, "RUB"]);
    assert.deepEqual([model.Email, model.Phone], ["a@b.c", "+71234567890"]);
    const kept = await sandbox.order(model.Id);
    assert.deepEqual([kept.InvoiceId, kept.Url, kept.Status], [order, model.Url, "Created"]);
    await sandbox.money(order, { charges: 0 });
  });
  await check(method, "a payer without money: still to be paid; then Paid, captured", async () => {
    const order = invoice();
    const { Id, Url } = good(await create(order, { CultureName: "en-US" }));
    await sandbox.visit(Url, "refuse");
    assert.equal((await sandbox.order(Id)).Status, "Created");
    await sandbox.money(order, { charges: 0 });
    await sandbox.visit(Url, "pay");
    const kept = await sandbox.order(Id);
    assert.deepEqual([kept.Status, kept.CultureName], ["Paid", "en-US"]);
    const paid = good(await client.findPaymentByInvoiceId({ InvoiceId: order }));
    assert.equal(paid.TransactionId, kept.TransactionId);
    await sandbox.money(order, { charges: 1, net: "10.5" });
  });
  await check(method, "an amount of nothing: refused with words", async () => {
    assert(refused(await create(invoice(), { Amount: 0 })).Message, "no words");
  });
}

async function payouts() {
  const by = (order, more) => ({
    Amount: 10,
    Currency: "RUB",
    AccountId: "user_payee",
    InvoiceId: order,
    ...more,
  });
  const toCard = (card, order, more) => {
    const packed = { CardCryptogramPacket: packet(card), Name: "CARDHOLDER NAME" };
    return client.chargeCryptogramPayout(by(order, { ...packed, ...more }));
  };
  /** Hundredths that go out while something is done; a payout is never a charge of the order. */
  const goneOutBy = async (order, body) => {
    const before = await sandbox.paidOut();
    await body();
    await sandbox.money(order, { charges: 0 });
    return (await sandbox.paidOut()) - before;
  };
  const method = "chargeCryptogramPayout";
  await check(method, "a card that takes it at once: Completed, paid out", async () => {
    const order = invoice();
    const gone = await goneOutBy(order, async () => {
      const answer = await toCard(APPROVED, order, { Amount: 10.5 });
      assert.equal(answer.isPayoutSuccessResponse(), true);
      const model = good(answer);
      assert.deepEqual([model.Type, model.Status, model.InvoiceId], [2, "Completed", order]);
      assert.equal(await sandbox.status(model.TransactionId), "Completed");
    });
    assert.equal(gone, 1050n);
  });
  const bug =
    "isPayoutSuccessResponse asks for the key AuthCode, not for Status: true before it has arrived";
  await check(method, "a payout on its way: Created; then the bank decides", async () => {
    for (const [action, status, sum] of [["pay", "Completed", 1000n], ["refuse", "Failed", 0n]]) {
      const order = invoice();
      const gone = await goneOutBy(order, async () => {
        const answer = await toCard(SECURE, order);
        const { TransactionId, Status, TransactionIsInProcess } = good(answer);
        assert.deepEqual([Status, TransactionIsInProcess], ["Created", true]);
        assert.equal(answer.isPayoutSuccessResponse(), true);
        assert.equal(await sandbox.decide(TransactionId, action), status);
      });
      assert.equal(gone, sum, action);
    }
  }, { bug });
  await check(method, "a card that cannot take it: 5051, nothing goes out", async () => {
    const order = invoice();
    const gone = await goneOutBy(order, async () => {
      const answer = await toCard(POOR, order);
      assert.equal(answer.isPayoutSuccessResponse(), false);
      const { ReasonCode, Status } = refused(answer).Model;
      assert.deepEqual([ReasonCode, Status], [5051, "Failed"]);
    });
    assert.equal(gone, 0n);
  });
  await check(method, "dollars: refused with words, without a Model", async () => {
    const order = invoice();
    const gone = await goneOutBy(order, async () => {
      const response = refused(await toCard(APPROVED, order, { Currency: "USD" }));
      assert(response.Message && response.Model === undefined);
    });
    assert.equal(gone, 0n);
  });
  const toToken = (Token, order) => client.chargeTokenPayout(by(order, { Token }));
  await check("chargeTokenPayout", "a saved card (a blank ends the path): paid out", async () => {
    const order = invoice();
    const token = await tokenOf(APPROVED_TOKEN_TOO, "user_payee");
    const gone = await goneOutBy(order, async () => {
      const answer = await toToken(token, order);
      assert.equal((await sandbox.lastRequest()).path, "payments/token/topup");
      assert.equal(answer.isPayoutSuccessResponse(), true);
      const { Type, Status, AccountId } = good(answer);
      assert.deepEqual([Type, Status, AccountId], [2, "Completed", "user_payee"]);
    });
    assert.equal(gone, 1000n);
  });
  await check("chargeTokenPayout", "a token that nobody issued: refused", async () => {
    const order = invoice();
    const gone = await goneOutBy(order, async () => refused(await toToken("tk_nobody", order)));
    assert.equal(gone, 0n);
  });
}

async function createReceipt() {
  const method = "receipt.createReceipt";
  const shop = service(sandbox.apiSecret).getReceiptApi();
  const request = (order, more) => ({
    Inn: INN,
    Type: ReceiptTypes.Income,
    InvoiceId: order,
    ...more,
  });
  let goods = 0;
  /** Nobody has bought exactly this before. */
  const basket = (more) => ({
    Items: [{ label: `Чай № ${++goods}`, price: 10.5, quantity: 2, amount: 21, vat: VAT.VAT10 }],
    taxationSystem: TaxationSystem.SIMPLIFIED_INCOME,
    email: "a@b.c",
    amounts: { electronic: 21 },
    ...more,
  });
  const madeFor = async (order) =>
    (await sandbox.receipts()).filter((each) => each.InvoiceId === order);
  const read = (Id) => client.call("/kkt/receipt/get", { Id });

  await check(method, "queued, then printed (Inn as a number)", async () => {
    const order = invoice();
    const { Id } = good(await shop.createReceipt(request(order), basket()));
    const [queued] = await madeFor(order);
    assert.deepEqual([queued.Id, queued.Status, queued.Amount], [Id, "Queued", "21.00"]);
    await sandbox.wait(10);
    assert.equal((await madeFor(order))[0].Status, "Processed");
    const { Items, TaxationSystem: system, Email } = (await read(Id)).Model;
    assert.deepEqual([Items[0].Label, Items[0].Vat], [`Чай № ${goods}`, 10]);
    assert.deepEqual([system, Email], [TaxationSystem.SIMPLIFIED_INCOME, "a@b.c"]);
  });
  await check(method, "INN and taxation system of the options", async () => {
    const order = invoice();
    const org = { inn: INN, taxationSystem: TaxationSystem.SIMPLIFIED_INCOME };
    const known = service(sandbox.apiSecret, { org }).getReceiptApi();
    const bare = basket({ taxationSystem: undefined });
    good(await known.createReceipt(request(order, { Inn: undefined }), bare));
    assert.equal((await sandbox.lastBody()).CustomerReceipt.taxationSystem, 1);
    assert.equal((await madeFor(order)).length, 1);
  });
  await check(method, "the general system (0) is asked for, that of the options sent", async () => {
    const org = { inn: INN, taxationSystem: TaxationSystem.SIMPLIFIED_INCOME };
    const known = service(sandbox.apiSecret, { org }).getReceiptApi();
    const general = basket({ taxationSystem: TaxationSystem.GENERAL });
    good(await known.createReceipt(request(invoice()), general));
    assert.equal((await sandbox.lastBody()).CustomerReceipt.taxationSystem, 1);
  }, { bug: "it takes a taxation system of 0 for none" });
  await check(method, "the answer is lost, the same receipt again: one receipt", async () => {
    const order = invoice();
    const receipt = basket();
    await sandbox.fault("kkt/receipt", "drop_after");
    await assert.rejects(shop.createReceipt(request(order), receipt));
    good(await shop.createReceipt(request(order), receipt));
    assert.equal((await madeFor(order)).length, 1);
  });
  await check(method, "the same goods for another order: none, unless an id is given", async () => {
    const [first, second] = [invoice(), invoice()];
    const receipt = basket();
    const one = good(await shop.createReceipt(request(first), receipt));
    const other = good(await shop.createReceipt(request(second), receipt));
    assert.equal(other.Id, one.Id);
    assert.equal((await madeFor(second)).length, 0);
    good(await shop.createReceipt(request(second), receipt, "js-receipt"));
    assert.equal((await madeFor(second)).length, 1);
  }, { bug: "its request id is made of the receipt alone, without order, type and INN" });
  await check(method, "as its type has it: refused, no receipt", async () => {
    const order = invoice();
    const { Model } = refused(
      await shop.createReceipt(request(order), basket({ amounts: undefined })),
    );
    assert.equal(Model.ErrorCode, 26);
    assert.equal((await madeFor(order)).length, 0);
  }, { bug: "its type has no amounts, which the API requires" });
  await check(method, "VAT of 5 or 22: nothing is sent", async () => {
    const before = (await sandbox.requests()).length;
    for (const vat of [5, 22]) {
      const taxed = basket({ Items: [{ label: "Чай", price: 21, quantity: 1, amount: 21, vat }] });
      await assert.rejects(shop.createReceipt(request(invoice()), taxed), /VAT/);
    }
    assert.equal((await sandbox.requests()).length, before);
  }, { bug: "it knows the rates of 2021 only" });
  await check(method, "the INN of nobody: refused with words", async () => {
    const stranger = request(invoice(), { Inn: 7777777777 });
    const { Message, Model } = refused(await shop.createReceipt(stranger, basket()));
    assert.deepEqual([Message, Model.ErrorCode], ["Компания с ИНН 7777777777 не найдена", -1]);
  });
}

/** Our shop's handlers: one address for each type, and what they were told. */
async function shop(handlers, validator) {
  const told = [];
  const server = createServer(async (req, res) => {
    const name = new URL(req.url, "http://x").pathname.slice(1);
    const done = await handlers[name](req, validator).catch((error) => error);
    told.push([name, req.method, done]);
    res.end(JSON.stringify(done.response ?? { code: 13 }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: (name) => `http://127.0.0.1:${server.address().port}/${name}`,
    /** What a handler has seen, once it has seen all of this, its signature being good. */
    async was(name, method, wanted) {
      const same = ([field, value], seen) => String(seen[field]) === String(value);
      for (let turn = 0; turn < 500; turn += 1) {
        for (const [handler, way, done] of told) {
          assert(!(done instanceof Error), `${handler}: ${done}`);
          const fits = handler === name && way === method;
          const seen = done.request;
          if (fits && Object.entries(wanted).every((each) => same(each, seen))) return seen;
        }
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error(`${name} was not told ${JSON.stringify(wanted)} by ${method}`);
    },
    close: () => server.close(),
  };
}

const WAYS = [
  { http_method: "POST", body: "form" },
  { http_method: "POST", body: "json" },
  { http_method: "GET" },
];

const handlerOf = (type) => `handle${type}Request`;

/** What their handlers answer to a notification, and what becomes of it. */
async function answers() {
  const ours = service(sandbox.apiSecret).getNotificationHandlers();
  /** Have a type handled so while something is done. */
  async function handled(type, handlers, validator, body, handler = handlerOf(type)) {
    const their = await shop(handlers, validator);
    await sandbox.tell(type, their.address(handler), WAYS[0]);
    try {
      return await body();
    } finally {
      await sandbox.keepSilent(type);
      their.close();
    }
  }
  const method = "handlers.handlePayRequest";
  await check("handlers.handleCheckRequest", "refuses the sum: 3003, no money moves", () =>
    handled("Check", ours, () => ResponseCodes.INVALID_AMOUNT, async () => {
      const order = invoice();
      const { ReasonCode, Status } = refused(await pay(APPROVED, order)).Model;
      assert.deepEqual([ReasonCode, Status], [3003, "Declined"]);
      await sandbox.money(order, { charges: 0 });
    }));
  const refund = "handleRefundRequest";
  await check(`handlers.${refund}`, "takes Cancel as well", () =>
    handled("Cancel", ours, () => ResponseCodes.SUCCESS, async () => {
      const { TransactionId } = good(await hold(APPROVED, invoice()));
      good(await client.voidPayment({ TransactionId }));
      assert.equal((await sandbox.webhook("cancel", TransactionId)).delivered, true);
    }, refund), { bug: "it has no handler for Cancel, so another one must do" });
  /** A payment that Pay was told of in this way; the notification, as the sandbox sent it. */
  const told = (handlers, validator) =>
    handled("Pay", handlers, validator, async () => {
      const { TransactionId } = good(await pay(APPROVED, invoice()));
      return sandbox.webhook("pay", TransactionId);
    });
  let letter;
  await check(method, "accepts: delivered at the first try", async () => {
    letter = await told(ours, () => ResponseCodes.SUCCESS);
    assert.deepEqual([letter.delivered, letter.tries.length], [true, 1]);
  });
  await check(method, "signed by a stranger: not believed, not delivered", async () => {
    const strangers = service("wrong").getNotificationHandlers();
    assert.equal((await told(strangers, () => ResponseCodes.SUCCESS)).delivered, false);
  });
  await check(method, "without a validator: not delivered", async () => {
    const { delivered, tries } = await told(ours, undefined);
    assert.deepEqual([delivered, tries[0].answer], [false, "{}"]);
  }, { bug: "it answers {} then, so the same is told again, up to 100 times" });
  await check(method, "a payload that a framework has read: header or signature", async () => {
    const { body: payload } = letter;
    const lower = ([name, value]) => [name.toLowerCase(), value];
    const headers = Object.fromEntries(Object.entries(letter.headers).map(lower));
    assert.equal((await ours.handlePayRequest({ payload, headers })).request, payload);
    const signature = headers["content-hmac"];
    assert.equal((await ours.handlePayRequest({ payload, signature })).request, payload);
    const forged = payload.replace("Amount=10.00", "Amount=1.00");
    assert.notEqual(forged, payload);
    await assert.rejects(ours.handlePayRequest({ payload: forged, headers }), /signature/);
  });
}

/** Last of all: the days that go by would confuse the others. */
async function subscriptionsAndNotifications() {
  const handlers = service(sandbox.apiSecret).getNotificationHandlers();
  const their = await shop(handlers, () => ResponseCodes.SUCCESS);
  const receipts = service(sandbox.apiSecret).getReceiptApi();
  const types = ["Check", "Pay", "Confirm", "Fail", "Refund", "Recurrent", "Receipt"];
  const account = "user_plan";
  const token = await tokenOf(APPROVED_TOKEN_TOO, account);

  for (const way of WAYS) {
    const how = Object.values(way).join(", ");
    const nothing = way.body === "json" ? null : "";
    for (const type of types) await sandbox.tell(type, their.address(handlerOf(type)), way);
    const tells = (type, wanted) =>
      check(`handlers.${handlerOf(type)}`, `is told what the answer says, signed (${how})`, () =>
        their.was(handlerOf(type), way.http_method, wanted));

    const order = invoice();
    const held = good(await hold(APPROVED, order, { Description: "Оплата & co" }));
    const known = { TransactionId: held.TransactionId, InvoiceId: order };
    await tells("Check", { ...known, Description: "Оплата & co" });
    await tells("Pay", { ...known, Status: "Authorized" });
    good(await client.confirmPayment({ ...known, Amount: 10 }));
    await tells("Confirm", { ...known, Status: "Completed" });
    const { TransactionId } = good(await client.refundPayment({ ...known, Amount: 3 }));
    await tells("Refund", { TransactionId, PaymentTransactionId: known.TransactionId });
    const lost = refused(await pay(POOR, invoice())).Model;
    if (way.body === "json") {
      const what = "a payload that a framework has read as JSON: not believed";
      await check("handlers.handlePayRequest", what, async () => {
        const { body, headers } = await sandbox.webhook("pay", held.TransactionId);
        const asRead = { payload: JSON.parse(body), signature: headers["Content-HMAC"] };
        await assert.rejects(handlers.handlePayRequest(asRead), /Invalid signature/);
      }, { bug: "it signs what JSON.stringify makes of it, and 10.00 has become 10" });
    }
    await tells("Fail", { TransactionId: lost.TransactionId, ReasonCode: 5051 });

    const receipt = {
      Items: [{ label: `Чай, ${how}`, price: 10.5, quantity: 2, amount: 21, vat: VAT.VAT10 }],
      taxationSystem: TaxationSystem.GENERAL,
      amounts: { electronic: 21 },
    };
    const income = { Inn: INN, Type: ReceiptTypes.Income, InvoiceId: order };
    const { Id } = good(await receipts.createReceipt(income, receipt));
    await sandbox.wait(10);
    await tells("Receipt", { Id, Type: "Income", InvoiceId: order, Inn: INN });
    await check("handlers.handleReceiptRequest", `has the lines sold (${how})`, async () => {
      const seen = await their.was(handlerOf("Receipt"), way.http_method, { Id });
      const [line] = JSON.parse(seen.Receipt).Items;
      assert.deepEqual([line.Label, line.Amount], [receipt.Items[0].label, 21]);
      assert.deepEqual([Number(seen.Amount), Number(seen.Number) > 0], [21, true]);
      // In JSON a number is a number, as their type says.
      const kind = way.body === "json" ? "number" : "string";
      assert.deepEqual([typeof seen.Amount, typeof seen.DocumentNumber], [kind, kind]);
    });

    let plan;
    await check("createSubscription", `Active, its first charge ahead (${how})`, async () => {
      plan = good(await client.createSubscription({
        Token: token,
        AccountId: account,
        Description: "Plan",
        Email: "a@b.c",
        Amount: 399.5,
        Currency: "RUB",
        RequireConfirmation: false,
        // The clock of this machine is behind that of the sandbox.
        StartDate: "2090-01-31T09:00:00",
        Interval: "Month",
        Period: 1,
      }));
      assert.deepEqual([plan.Status, plan.MaxPeriods], ["Active", null]);
    });
    await tells("Recurrent", { Id: plan.Id, Status: "Active", AccountId: account });
    await check("updateSubscription", "charges on the day it names", async () => {
      const { Id } = plan;
      const { at_ms: now } = await sandbox.lastRequest();
      const StartDate = new Date(now + 2 * 86_400_000).toISOString();
      assert.equal(good(await client.updateSubscription({ Id, StartDate, Amount: 5 })).Amount, 5);
      await sandbox.jump(3);
      assert.deepEqual(await sandbox.chargesOf(Id), [["Completed", "5.00"]]);
    });
    await check("cancelSubscription", "Cancelled: nothing is charged any more", async () => {
      assert.equal((await client.cancelSubscription({ Id: plan.Id })).isSuccess(), true);
      await sandbox.jump(60);
      assert.equal((await sandbox.chargesOf(plan.Id)).length, 1);
    });
    await tells("Pay", { SubscriptionId: plan.Id, AccountId: account });
    await tells("Recurrent", { Id: plan.Id, Status: "Cancelled", NextTransactionDate: nothing });
    await check("getSubscription", "is cancelled; an unknown one: no success", async () => {
      const seen = good(await client.getSubscription({ Id: plan.Id }));
      assert.deepEqual([seen.Status, seen.SuccessfulTransactionsNumber], ["Cancelled", 1]);
      refused(await client.getSubscription({ Id: "sc_nobody" }));
    });
    await check("getSubscriptionsList", "those of the payer, and none of a stranger", async () => {
      const found = good(await client.getSubscriptionsList({ accountId: account }));
      assert.equal(found.at(-1).Id, plan.Id);
      assert.deepEqual(good(await client.getSubscriptionsList({ accountId: "nobody" })), []);
    });
  }
  their.close();
}

await ping();
await chargeCryptogramPayment();
await authorizeCryptogramPayment();
await confirm3DSPayment();
await confirmPayment();
await voidPayment();
await refundPayment();
await tokenPayments();
await lookUps();
await createOrder();
await payouts();
await createReceipt();
await answers();
await subscriptionsAndNotifications();

const methods = [
  ...methodsOf(ClientApi),
  ...methodsOf(ClientRequestAbstract),
  ...methodsOf(ReceiptApi, "receipt."),
  ...methodsOf(NotificationHandlers, "handlers."),
].filter((name) => !PLUMBING.includes(name));
process.exitCode = await checks.finish(methods);

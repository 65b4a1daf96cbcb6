"""Pay money out: to a card at once, to a telephone number when the bank is done.

python examples/python/payout.py http://127.0.0.1:PORT
"""

from __future__ import annotations

from decimal import Decimal

from sandbox import PAYS, connect, control, cryptogram

from cloudpayments_native import Client, Reply


def pay_out(client: Client, method: str, name: str, amount: str, **to: object) -> Reply:
    """Send money once. What the reply says goes into the books, whatever it is: nothing raises.

    `name` is stored before the call, and is the order number too: after a lost answer a payout to a
    telephone is found by that alone, so no two payouts may share it.
    """
    fields = {"request_id": name, "InvoiceId": name, "Amount": Decimal(amount), "Currency": "RUB"}
    return client.call(method, fields, check=False, **to)


def ask(client: Client, method: str, sent: Reply) -> Reply:
    """Ask what became of it, on a timer. Asking sends no money; paying out again would."""
    return client.call(
        "resolve",
        method=method,
        request_id=sent.request_id,
        InvoiceId=sent.invoice_id,
        TransactionId=sent.transaction_id,
        sent_at=sent.sent_at,
        check=False,
    )


def tell(name: str, reply: Reply) -> None:
    """Say what the bookkeeper does now."""
    todo = {
        "finish_sale": "book it",
        "wait": "ask later",
        "resolve": "ask later",
        "retry": "the same call again, under the same name",
        "ask_other_card": "ask for another card",
        "call_support": "compare with the personal account, by hand",
    }
    print(f"{name}: {reply.outcome}, money {reply.money}: {todo.get(reply.next, reply.next)}")


def member(client: Client, bank: str) -> str:
    """Find a bank in the directory of the fast payment system, which changes: do not store it."""
    members = client.sbp_banks().model[0]["Members"]
    return next(str(entry["id"]) for entry in members if entry["name"] == bank)


with connect() as client:
    card = pay_out(
        client, "card_payout", "payout-py-1", "1500.00", CardCryptogramPacket=cryptogram(PAYS)
    )
    tell("to a card", card)

    to = {"MemberId": member(client, "Т-Банк"), "Receiver": {"Phone": "+79990000000"}}
    phone = pay_out(client, "sbp_payout", "payout-py-2", "730.50", **to)
    tell("to a telephone", phone)

    for _ in range(5):
        if phone.next not in ("wait", "resolve"):
            break
        phone = ask(client, "sbp_payout", phone)
        tell("asked", phone)
        if phone.next == "wait":
            # The receiver's bank takes its time. Here the sandbox plays it.
            control("payer", TransactionId=phone.transaction_id, action="pay")

    assert card.money == phone.money == "moved"

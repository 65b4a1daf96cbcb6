"""Three customers of an installed package: one pays, one is asked by the bank, one has no money."""

from __future__ import annotations

import json
import os
import sys
from decimal import Decimal
from pathlib import Path
from urllib.request import urlopen

from cloudpayments_native import Client, Declined, Reply, load

PAYS = "4000000000003055"
PAYS_AFTER_3DS = "4242424242424242"
HAS_NO_MONEY = "4000056655665556"
URL = os.environ["CLOUDPAYMENTS_URL"]


def control(route: str, **body: object) -> dict[str, dict[str, dict[str, object]]]:
    """Ask the sandbox, or tell it."""
    data = json.dumps(body).encode() if body else None
    with urlopen(f"{URL}/sandbox/{route}", data=data, timeout=10) as answer:
        told: dict[str, dict[str, dict[str, object]]] = json.loads(answer.read() or "null")
        return told


def sell(client: Client, invoice: str, card: str) -> Reply:
    """Charge a card."""
    return client.charge(
        Amount=Decimal("10.50"),
        Currency="RUB",
        InvoiceId=invoice,
        IpAddress="192.0.2.1",
        CardCryptogramPacket=f"01{card[:6]}{card[-4:]}301204{'A' * 344}",
    )


def main() -> None:
    """Sell, and look into the ledger."""
    library = Path(load().path)
    assert Path(sys.prefix) in library.parents, f"{library} is not that of the package"
    keys = os.environ["CLOUDPAYMENTS_PUBLIC_ID"], os.environ["CLOUDPAYMENTS_API_SECRET"]
    with Client(*keys, base_url=URL) as client:
        assert sell(client, "paid", PAYS).release_goods

        asked = sell(client, "asked", PAYS_AFTER_3DS)
        assert asked.requires_3ds
        bank = control("payer", TransactionId=asked.transaction_id, action="confirm_3ds")
        ended = client.post3ds(TransactionId=asked.transaction_id, PaRes=bank["PaRes"])
        assert ended.release_goods

        try:
            sell(client, "declined", HAS_NO_MONEY)
            raise AssertionError("a card without money has paid")
        except Declined as no:
            words = no.cashier.ru
        assert words == "Недостаточно средств на карте"

    invoices = control("ledger")["by_invoice"]
    assert [invoices[name]["net"] for name in ("paid", "asked")] == ["10.50", "10.50"]
    assert invoices["declined"]["charges"] == 0
    print(f"paid, asked, declined: {load()!r}")


if __name__ == "__main__":
    main()

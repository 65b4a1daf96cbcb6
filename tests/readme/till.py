"""A till around the functions of docs/lost-answers.md: it sells, the answer is lost, and it asks."""

import sys
from types import SimpleNamespace

import functions
from cloudpayments_native import Client, Status

functions.save = lambda sale: None
sale = SimpleNamespace(
    request_id="sale-1", invoice="A-1", amount="10.50", payer_ip="127.0.0.1"
)
key = "test_api_00000000000000000000001"
with Client(key, "sandbox", base_url=sys.argv[1], resolve_ms=0) as client:
    sold = functions.sell(client, sale, "014111111111301204c2FuZGJveA==")
    assert sale.status == Status.UNKNOWN, sold
    asked = functions.ask(client, sale)
    print(f"sold: {sold.outcome}, asked: {asked.outcome}")
    assert asked.release_goods

"""One back office, one thread: the same look-up through several Python clients.

    office.py ours|cloudpayments|session URL CA_FILE_OR_- TRANSACTION SECONDS

Prints {"per_s": …, "cpu_us": …}. PyPI `cloudpayments` opens a connection for every call, as it
comes; `session` is requests.Session with JSON by hand.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from decimal import Decimal
from typing import Any, Callable

PUBLIC_ID, SECRET = "test_api_00000000000000000000001", "sandbox"


def ours(url: str, ca: str, number: int) -> Callable[[], Any]:
    from cloudpayments_native import Client

    config: dict[str, Any] = {"base_url": url}
    if ca != "-":
        config["extra_ca_file"] = ca
    client = Client(PUBLIC_ID, SECRET, **config)
    return lambda: client.payment_get(TransactionId=number).model["Amount"]


def cloudpayments(url: str, ca: str, number: int) -> Callable[[], Any]:
    from cloudpayments import CloudPayments

    if ca != "-":
        os.environ["REQUESTS_CA_BUNDLE"] = ca
    client = CloudPayments(PUBLIC_ID, SECRET)
    client.URL = url + "/"
    return lambda: client.get_transaction(number).amount


def session(url: str, ca: str, number: int) -> Callable[[], Any]:
    import requests

    kept = requests.Session()
    kept.auth = (PUBLIC_ID, SECRET)
    if ca != "-":
        os.environ["REQUESTS_CA_BUNDLE"] = ca  # it would win over `verify`
    path = f"{url}/payments/get"
    return lambda: json.loads(kept.post(path, json={"TransactionId": number}).text, parse_float=Decimal)["Model"]["Amount"]


def main() -> None:
    kind, url, ca, number, seconds = sys.argv[1:]
    call = {"ours": ours, "cloudpayments": cloudpayments, "session": session}[kind](url, ca, int(number))
    for _ in range(20):
        assert call()
    used = resource.getrusage(resource.RUSAGE_SELF)
    begun, calls = time.perf_counter(), 0
    while time.perf_counter() - begun < float(seconds):
        call()
        calls += 1
    wall = time.perf_counter() - begun
    now = resource.getrusage(resource.RUSAGE_SELF)
    cpu = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    print(json.dumps({"per_s": calls / wall, "cpu_us": cpu / calls * 1e6}))


main()

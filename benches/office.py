"""One back office, one thread: the same look-up through several Python clients.

    office.py ours|bare|cloudpayments|session|aiohttp URL CA_FILE_OR_- SECONDS

Prints {"per_s": …, "cpu_us": …}. `ours` is the Python package, `bare` the library through ctypes
and the standard json module. PyPI `cloudpayments` opens a connection for every call, as it comes;
`session` is requests.Session and `aiohttp` its ClientSession, with JSON by hand.
"""

from __future__ import annotations

import asyncio
import ctypes
import json
import os
import sys
import time
from decimal import Decimal
from typing import Any, Callable

PUBLIC_ID, SECRET = "test_api_00000000000000000000001", "sandbox"
NUMBER = 4509677843


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


def bare(url: str, ca: str, number: int) -> Callable[[], Any]:
    library = ctypes.CDLL(os.environ["CLOUDPAYMENTS_LIBRARY"])
    library.cp_client_new.restype = ctypes.c_void_p
    library.cp_payment_get.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
    library.cp_free_string.argtypes = [ctypes.c_void_p]
    config = {"public_id": PUBLIC_ID, "api_secret": SECRET, "base_url": url}
    if ca != "-":
        config["extra_ca_file"] = ca
    client = library.cp_client_new(json.dumps(config).encode(), None)

    def call() -> Any:
        out = ctypes.c_char_p()
        library.cp_payment_get(client, json.dumps({"TransactionId": number}).encode(), ctypes.byref(out))
        answer = json.loads(out.value or b"{}", parse_float=Decimal)
        library.cp_free_string(out)
        return answer["Model"]["Amount"]

    return call


async def aiohttp(url: str, ca: str, number: int, seconds: float) -> None:
    import ssl

    from aiohttp import BasicAuth, ClientSession

    tls = ssl.create_default_context(cafile=ca) if ca != "-" else False
    path = f"{url}/payments/get"
    async with ClientSession(auth=BasicAuth(PUBLIC_ID, SECRET)) as kept:

        async def call() -> Any:
            async with kept.post(path, json={"TransactionId": number}, ssl=tls) as answer:
                return json.loads(await answer.text(), parse_float=Decimal)["Model"]["Amount"]

        for _ in range(20):
            assert await call()
        used, begun, calls = time.process_time(), time.perf_counter(), 0
        while time.perf_counter() - begun < seconds:
            await call()
            calls += 1
        tell(calls, time.perf_counter() - begun, time.process_time() - used)


def tell(calls: int, wall: float, cpu: float) -> None:
    print(json.dumps({"per_s": calls / wall, "cpu_us": cpu / calls * 1e6}))


def main() -> None:
    kind, url, ca, seconds = sys.argv[1:]
    if kind == "aiohttp":
        asyncio.run(aiohttp(url, ca, NUMBER, float(seconds)))
        return
    ways = {"ours": ours, "bare": bare, "cloudpayments": cloudpayments, "session": session}
    call = ways[kind](url, ca, NUMBER)
    for _ in range(20):
        assert call()
    used, begun, calls = time.process_time(), time.perf_counter(), 0
    while time.perf_counter() - begun < float(seconds):
        call()
        calls += 1
    tell(calls, time.perf_counter() - begun, time.process_time() - used)


main()

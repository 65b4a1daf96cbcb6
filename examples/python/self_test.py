"""Why does it not work? The way to the gateway step by step, in words for an administrator.

python examples/python/self_test.py http://127.0.0.1:PORT [ru|en]
"""

from __future__ import annotations

import sys

from sandbox import API_SECRET, PUBLIC_ID, URL

from cloudpayments_native import Client

LANGUAGES = sys.argv[2:] or ["ru", "en"]


def test(api_secret: str) -> bool:
    """Look at everything, print the report, and say whether payments can work.

    Run it where a till is installed, and when it complains. It sends no payment, and its report
    holds no secret: it can be put on the screen, or into a mail to the support.
    """
    with Client(PUBLIC_ID, api_secret, base_url=URL) as client:
        # What failed is an exception elsewhere; here the report is wanted in every case.
        reply = client.call("self_test", check=False)
    for language in LANGUAGES:
        print(reply["text"][language])

    # A warning, such as a clock that is wrong, leaves the outcome `ok`. A program reads the steps.
    failed = [step["name"] for step in reply["report"] if step["verdict"] == "failed"]
    print(f"outcome: {reply.outcome}; failed: {', '.join(failed) or 'nothing'}; next: {reply.next}")
    return reply.outcome == "ok"


good = test(API_SECRET)
print()
wrong = test("a secret with a typing error")
sys.exit(0 if good and not wrong else 1)

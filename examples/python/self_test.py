"""What an administrator runs first: is the way to the gateway open, and what is wrong if not?

python examples/python/self_test.py http://127.0.0.1:PORT
"""

from __future__ import annotations

from sandbox import connect

with connect() as client:
    # Sends nothing but `test`: safe with real keys, at any hour.
    report = client.self_test()
    for language in ("ru", "en"):
        print(report["text"][language])

    # The same for a program: one entry for each step.
    failed = [step["name"] for step in report["report"] if step["verdict"] == "failed"]
    print(f"steps that failed: {', '.join(failed) or 'none'}")
    assert not failed

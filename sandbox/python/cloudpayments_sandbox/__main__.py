"""`cloudpayments-sandbox --port 8080`: the program itself, with its own options."""

import subprocess
import sys

from . import program


def main() -> int:
    """Run it to its end. Ctrl-C reaches it, too, and it stops by itself."""
    process = subprocess.Popen([str(program()), *sys.argv[1:]])
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


if __name__ == "__main__":
    sys.exit(main())

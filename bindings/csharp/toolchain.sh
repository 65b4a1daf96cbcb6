# Sourced by build and test: what this machine has, and where things are.
# shellcheck shell=bash

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)

# The programs in examples/csharp, each with a Main of its own.
# shellcheck disable=SC2034
example_names=(Charge TwoStage ThreeDs Refund LostAnswer QrCode Receipt Subscription Restart)

# tools/setup-dotnet puts an SDK here for machines without one.
if [ -e "$top/target/dotnet/env.sh" ]; then
  # shellcheck disable=SC1091
  . "$top/target/dotnet/env.sh"
fi

have_mono() { command -v mono >/dev/null && command -v mcs >/dev/null; }
have_dotnet() { command -v dotnet >/dev/null; }

require_a_compiler() {
  have_mono || have_dotnet || {
    echo "needs Mono (Debian: mono-devel mono-mcs) or a .NET SDK (tools/setup-dotnet)" >&2
    exit 2
  }
}

# The folder of libcloudpayments.so: named, or where cargo put the newest.
find_library() {
  local file=${CLOUDPAYMENTS_LIBRARY_DIR:+$CLOUDPAYMENTS_LIBRARY_DIR/libcloudpayments.so}
  # shellcheck disable=SC2012
  [ -n "$file" ] || file=$(ls -t "$top"/target/{debug,release}/libcloudpayments.so 2>/dev/null | head -1)
  if [ -e "$file" ]; then
    (cd "$(dirname "$file")" && pwd)
    return
  fi
  echo "needs libcloudpayments.so: run cargo build, or set CLOUDPAYMENTS_LIBRARY_DIR" >&2
  exit 2
}

# The sandbox: named, or where cargo puts it.
find_sandbox() {
  local file
  for file in "${CLOUDPAYMENTS_SANDBOX:-}" "$top/target/sandbox/cloudpayments-sandbox" "$top/target/cloudpayments-sandbox.latest"; do
    if [ -n "$file" ] && [ -x "$file" ]; then
      echo "$file"
      return
    fi
  done
  echo "needs the sandbox: cargo build --profile sandbox -p cloudpayments-sandbox, or set CLOUDPAYMENTS_SANDBOX" >&2
  exit 2
}

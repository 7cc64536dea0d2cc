# Sourced by the scripts beside it: which tools, in which versions, and where they lie.
# Everything lives in one folder a user, so that a second clone finds it ready.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

TRUNK_VERSION=0.21.14 # 0.22 wants a later rustc
WASM_BINDGEN_VERSION=$(awk '$0 == "name = \"wasm-bindgen\"" { getline; gsub(/[^0-9.]/, ""); print; exit }' Cargo.lock)

TOOLS=${RISKMAP_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/riskmap/tools}
TRUNK_HOME=$TOOLS/trunk-$TRUNK_VERSION
WASM_BINDGEN_HOME=$TOOLS/wasm-bindgen-$WASM_BINDGEN_VERSION
# One folder a lock file: two versions of the project never change each other's packages.
NPM_HOME=$TOOLS/npm-$(cat tools/package.json tools/package-lock.json | git hash-object --stdin | cut -c1-12)

export PATH="$TRUNK_HOME/bin:$WASM_BINDGEN_HOME/bin:$NPM_HOME/node_modules/.bin:${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
TARGET=${CARGO_TARGET_DIR:-target}

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
die() { printf 'riskmap: %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# The browser for tests: Chromium or one of its kin; RISKMAP_CHROMIUM chooses another.
find_chromium() {
  local one
  for one in "${RISKMAP_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
    if [ -n "$one" ] && command -v "$one" 2>/dev/null; then return 0; fi
  done
  return 1
}

#!/usr/bin/env bash
# The whole sample: starts stand-ins for SQS, DynamoDB and Step Functions, then Portico in front of them; all end together.
# Needs Node.js with npm, and for Step Functions moto's server (pip install 'moto[server]'); without it that one method answers 504.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
children=()
trap 'for child in "${children[@]}"; do kill "$child" 2>/dev/null || true; done' EXIT

[ -d "$here/node_modules" ] || (cd "$here" && npm ci --no-audit --no-fund --ignore-scripts)

states=()
if command -v moto_server >/dev/null 2>&1; then
  moto_server -H 127.0.0.1 -p 9103 >/dev/null 2>&1 &
  children+=($!)
  states=("http://127.0.0.1:9103/")
else
  echo "moto_server is not there: fulfilment will have no Step Functions to call (pip install 'moto[server]')" >&2
fi

node "$here/stand-ins.mjs" 9101 9102 "${states[@]}" &
children+=($!)

"$here/../../portico" run "$here/openapi.yaml" "$@"

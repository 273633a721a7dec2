#!/usr/bin/env bash
# The whole pet store: starts its back end, then Portico in front of it; both end together.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

dotnet run "$here/backend.cs" --urls http://127.0.0.1:9090 &
backend=$!
trap 'kill "$backend" 2>/dev/null || true' EXIT

"$here/../../portico" run "$here/openapi.yaml" "$@"

#!/usr/bin/env bash
# Installs what the tests need, builds, runs every test, and ends with "N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# Seconds that one test project may take; the longest takes about a quarter of them. What hangs is ended, and is a failure.
limit="${PORTICO_TEST_LIMIT:-240}"

if ! command -v dotnet >/dev/null 2>&1; then
  echo "test.sh: the .NET 10 SDK is needed; get it from https://dotnet.microsoft.com/download/dotnet/10.0" >&2
  exit 3
fi

# Debian package -> the program it brings. The AWS CLI is asked for by its Debian path, so that the tests run against that one.
missing=()
[ -x /usr/bin/aws ] || missing+=(awscli)
command -v curl >/dev/null 2>&1 || missing+=(curl)
python3 -c 'import boto3' >/dev/null 2>&1 || missing+=(python3-boto3)
# Debian's npm fits Debian's Node.js alone: where Node.js came from elsewhere, npm does, too.
command -v node >/dev/null 2>&1 || missing+=(nodejs npm)
if [ "${#missing[@]}" -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "test.sh: installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null || exit 3
  else
    echo "test.sh: these are missing: ${missing[*]}; type: sudo apt-get install ${missing[*]}" >&2
    exit 3
  fi
fi

results="$(mktemp -d)"
# A stop by Ctrl+C reaches the tests, too: the time limit gives each project a process group of its own.
finish() {
  cat "$results"/*.pid 2>/dev/null | xargs -r kill 2>/dev/null
  rm -rf "$results"
}
trap finish EXIT
trap 'exit 130' INT TERM

# The program as a user builds it; the end-to-end tests start this one.
./portico --version >/dev/null || exit 3
dotnet build Portico.slnx --configuration Release --verbosity quiet --nologo || exit 1

run() { # project
  local name="$1" exe="tests/$1/bin/Release/net10.0/$1" started=$SECONDS
  local limited=()
  # It ends the whole process group, so that no server outlives its tests.
  command -v timeout >/dev/null 2>&1 && limited=(timeout --kill-after=10 "$limit")
  "${limited[@]}" "$exe" -noColor >"$results/$name.log" 2>&1 </dev/null &
  echo $! >"$results/$name.pid"
  wait $!
  echo $? >"$results/$name.rc"
  rm -f "$results/$name.pid"
  echo $((SECONDS - started)) >"$results/$name.seconds"
}

# Two at a time; the end-to-end tests measure starts and have the machine for themselves.
for project in tests/*/; do
  name="$(basename "$project")"
  # Beside the tests stands a function that they run.
  [ -f "$project/$name.csproj" ] && [ "$name" != Portico.EndToEnd.Tests ] && [ "$name" != Portico.DotNetFunction ] || continue
  while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n; done
  run "$name" &
done
wait
run Portico.EndToEnd.Tests

passed=0 failed=0 skipped=0
for log in "$results"/*.log; do
  name="$(basename "$log" .log)"
  rc="$(cat "$results/$name.rc")" seconds="$(cat "$results/$name.seconds")"
  line="$(grep -aoE 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' "$log" | tail -1)"
  if [[ "$line" =~ Total:\ ([0-9]+),\ Errors:\ ([0-9]+),\ Failed:\ ([0-9]+),\ Skipped:\ ([0-9]+) ]]; then
    bad=$((BASH_REMATCH[2] + BASH_REMATCH[3]))
    # A process that fails after its last test is a failure, too.
    [ "$bad" -eq 0 ] && [ "$rc" -ne 0 ] && bad=1 line="$line, exit code $rc"
    passed=$((passed + BASH_REMATCH[1] - BASH_REMATCH[3] - BASH_REMATCH[4]))
    failed=$((failed + bad))
    skipped=$((skipped + BASH_REMATCH[4]))
    printf '%-36s %s, %s s\n' "$name" "$line" "$seconds"
  else
    bad=1
    failed=$((failed + 1))
    case "$rc" in
      124 | 137) why="ended after $limit s, the time limit" ;;
      *) why="exit code $rc" ;;
    esac
    printf '%-36s did not finish (%s)\n' "$name" "$why"
  fi
  grep -aE '\[SKIP\]' -A2 "$log" | sed 's/^/    /'
  [ "$bad" -gt 0 ] && sed 's/^/    /' "$log"
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

#!/usr/bin/env bash
# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
#
# One build, then every test: units in parallel, rooms with real peers one by one, end to end alone, then the letters and
# the mock's page before their judges. Goes on after a failure, so that one run tells all; ends with one summary and fails if anything did.
#
#   scripts/test.sh          everything; the letters by the short list
#   scripts/test.sh letters  the letters alone, with a binary that is there
#   scripts/test.sh page     the mock's inbox page alone before a browser, with a binary that is there
#   scripts/test.sh soak     the letters alone: every letter x locale x fixture before every judge
set -uo pipefail
cd "$(dirname "$0")/.."
what=${1:-all}
export PYTHONPATH=$PWD/scripts PYTHONDONTWRITEBYTECODE=1

logs=$(mktemp -d "${TMPDIR:-/tmp}/parcelpost-test.XXXXXX")
trap 'rm -rf "$logs"' EXIT
summary=()
failed=0

stage() { # stage NAME COMMAND...
    local name=$1 from=$SECONDS status=0 counted word skipped
    shift
    printf '\n== %s\n' "$name"
    "$@" 2>&1 | tee "$logs/output" || status=$?
    counted=$(sed -nE 's/.*Test run with ([0-9]+ tests?( in [0-9]+ suites?)?).*/\1/p' "$logs/output" | tail -1)
    word=passed
    if [[ $status != 0 ]]; then
        word=FAILED
        failed=1
        grep -E '✘ Test |recorded an issue|error:' "$logs/output" >>"$logs/failures"
    elif [[ $name == *tests && -z $counted ]]; then
        word='FAILED (no test ran)'
        failed=1
    fi
    # A test that did not run is told beside those that did: it proves nothing.
    skipped=$(grep -cE '^. Test .* skipped' "$logs/output")
    [[ $skipped == 0 ]] || counted+=", $skipped NOT RUN (skipped; the output above says which)"
    summary+=("$(printf '%-28s %-8s %5d s   %s' "$name" "$word" $((SECONDS - from)) "$counted")")
    return $status
}

letters() { # letters [--all]: docs/letters.md says what each check holds
    local rendered=$logs/letters check
    stage 'letters: rendering' .venv/bin/python -m letters.matrix "$rendered" || return
    for check in validator sizes overflow accessibility textpart spam; do
        stage "letters: $check" .venv/bin/python -m "letters.$check" "$rendered" "$@"
    done
}

page() { # the inbox page of the mock in headless Chromium, axe-core beside it
    stage 'mock: the inbox page' .venv/bin/python -m mock.page --pictures "$logs/pictures"
}

tests() {
    stage 'house' scripts/check-house.py
    stage 'build' swift build -c release --build-tests || return
    local run=(swift test -c release --skip-build --disable-xctest) room
    # Rooms that talk to real clients and servers have patience of seconds, so each has the machine for itself.
    stage 'unit and conformance tests' "${run[@]}" \
        --skip 'EndToEndTests|CurlTests|TransportsTests|WebTests|Mock[A-Za-z]+Tests'
    for room in Curl Transports Web MockWorld MockSMTP MockMessaging MockPush MockTracking MockConsole MockProviders; do
        stage "$room tests" "${run[@]}" --filter "^${room}Tests\\."
    done
    stage 'end-to-end tests' "${run[@]}" --filter EndToEndTests --no-parallel
    letters
    page
}

case $what in
    all) tests ;;
    letters) letters ;;
    page) page ;;
    soak) letters --all ;;
    *)
        printf 'test.sh: there is no part `%s`; there are: letters, page, soak.\n' "$what" >&2
        exit 2
        ;;
esac

printf '\n== summary (%d min %d s)\n' $((SECONDS / 60)) $((SECONDS % 60))
printf '   %s\n' "${summary[@]}"
if [[ -s $logs/failures ]]; then
    printf '\n== what failed\n'
    sort -u "$logs/failures" | head -60
fi
[[ $failed == 0 ]] && printf '\nAll passed.\n' || printf '\nFAILED.\n'
exit $failed

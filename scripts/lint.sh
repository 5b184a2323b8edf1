#!/usr/bin/env bash
# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
#
# Everything that can be said about the tree without building it.
set -uo pipefail
cd "$(dirname "$0")/.."

failed=0
check() { # check NAME COMMAND...
    local name=$1 output status=0
    shift
    output=$("$@" 2>&1) || status=$?
    if [[ $status == 0 ]]; then
        printf 'ok      %s\n' "$name"
    else
        printf 'FAILED  %s\n%s\n' "$name" "$(sed 's/^/        /' <<<"$output")"
        failed=1
    fi
}

swift_format() { swift format lint --strict -r -p Sources Tests Benchmarks Package.swift; }

python_compiles() {
    local file
    for file in $(git ls-files '*.py'); do
        python3 -c 'import ast, sys; ast.parse(open(sys.argv[1], encoding="utf-8").read(), sys.argv[1])' "$file" ||
            return 1
    done
}

shell_parses() {
    local file
    for file in $(git ls-files '*.sh' .ci/run); do bash -n "$file" || return 1; done
}

# A path of one person's machine, or a note that something is not meant to stay, must not reach others.
words() {
    local here status=0
    here=$(printf '%s' "$PWD" | sed 's/[][\\.*^$+?(){}|]/\\&/g')
    git grep -nIE -e "$here\\b" -e '(^|[^[:alnum:]_.])/((home|Users)/[a-z][a-z0-9_-]*|root)/' -e '\bPROVISIONAL\b' \
        -- . ':!scripts/lint.sh' || status=$?
    [[ $status == 1 ]] # 0: something was found; more: the search itself failed
}

check 'swift format' swift_format
check 'house' scripts/check-house.py
check 'python' python_compiles
check 'shell' shell_parses
check 'words' words
exit $failed

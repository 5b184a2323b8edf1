#!/bin/sh
# Writes the tools' CSS and JavaScript and the lint's table as Swift string literals, so that the binary needs no files beside it.
#
#   scripts/make-assets.sh          writes them
#   scripts/make-assets.sh --check  writes nothing; ends with 1 when one is not up to date
#
# An asset is a line of the list below: its file, the Swift file made from it, the name of the enum that holds it.
set -eu
cd "$(dirname "$0")/.."

ASSETS='
Sources/Markup/Assets/clients.tsv Sources/Markup/Lint/ClientTable.swift ClientTable
Sources/Web/Assets/tools.css Sources/Web/ToolsStylesheet.swift ToolsStylesheet
Sources/MockConsole/Page/Assets/inbox.css Sources/MockConsole/Page/InboxStylesheet.swift InboxStylesheet
Sources/MockConsole/Page/Assets/phone.css Sources/MockConsole/Page/PhoneStylesheet.swift PhoneStylesheet
Sources/MockConsole/Page/Assets/list.js Sources/MockConsole/Page/ListScript.swift ListScript
Sources/MockConsole/Page/Assets/inbox.js Sources/MockConsole/Page/InboxScript.swift InboxScript
'

literal() {
    cat <<HEAD
// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

// swift-format-ignore-file
// Made from ${1#Sources/*/} by scripts/make-assets.sh: change that file and run \`make assets\`.

/// The text of \`${1##*/}\`.
public enum $2 {
    /// The file's content.
    public static let text = ##"""
HEAD
    cat "$1"
    printf '\n"""##\n}\n'
}

status=0
echo "$ASSETS" | {
    while read -r source target name; do
        [ -n "$source" ] || continue
        if [ "${1:-}" = --check ]; then
            literal "$source" "$name" | cmp -s - "$target" || {
                echo "$target is not up to date with $source: run make assets" >&2
                status=1
            }
        else
            literal "$source" "$name" >"$target.tmp"
            cmp -s "$target.tmp" "$target" 2>/dev/null && rm "$target.tmp" || mv "$target.tmp" "$target"
        fi
    done
    exit $status
}

#!/usr/bin/env bash
# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
#
# The live preview is not there yet. What can be had now: every mail rendered into a folder.
set -euo pipefail
cd "$(dirname "$0")/.."

binary=.build/release/parcelpost
if ! "$binary" render --help >/dev/null 2>&1; then
    echo 'preview: there is no live preview yet, and this build has no `parcelpost render` either.' >&2
    exit 1
fi
echo 'preview: the live preview is not there yet; rendering the mails into preview-out/ instead.'
mkdir -p preview-out
echo '*' >preview-out/.gitignore
for stage in PICKED_UP OUT_FOR_DELIVERY DELIVERED; do
    for format in html text; do
        extension=${format/text/txt}
        "$binary" render --stage "$stage" --format "$format" -o "preview-out/$stage.$extension"
        printf '  preview-out/%s.%s\n' "$stage" "$extension"
    done
done
echo 'preview: open the .html files in a browser.'

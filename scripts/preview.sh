#!/usr/bin/env bash
# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
#
# Pictures of every letter in headless Chromium and a gallery of them. What it can do: scripts/preview.sh --help
set -euo pipefail
cd "$(dirname "$0")/.."

if [[ ! -x .venv/bin/python ]]; then
    echo 'preview: the Python environment is missing. Run `make setup`.' >&2
    exit 1
fi
PYTHONPATH=scripts PYTHONDONTWRITEBYTECODE=1 exec .venv/bin/python -m letters.preview "$@"

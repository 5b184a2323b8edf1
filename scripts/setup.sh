#!/usr/bin/env bash
# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
#
# Installs what building and testing need and the machine lacks, and says what it does. Changes nothing when all is there.
# Where packages come from elsewhere (not Debian, no rights), SKIP_PACKAGES=1 leaves them to you and does the rest.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(
    libcurl4-openssl-dev libssl-dev libxml2-dev libsqlite3-dev # linked
    make curl openssl python3 python3-venv                     # building and the demo
    swaks libnet-ssleay-perl                                   # a mail client for the tests, with TLS
    msmtp nodejs node-nodemailer                               # more mail clients; msmtp is no mail server
    chromium fonts-noto-cjk fonts-noto-color-emoji             # what the letters look like
    openjdk-17-jre-headless spamassassin                       # what judges the letters; neither starts a service
)
swift_wanted=6.2

say() { printf 'setup: %s\n' "$*"; }
stop() {
    printf 'setup: %s\n' "$@" >&2
    exit 1
}
installed() { dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed; }

# --- Swift -----------------------------------------------------------------------------------------------------------
command -v swift >/dev/null ||
    stop "Swift $swift_wanted or later is not on the PATH." "Get it from https://www.swift.org/install/linux/ and run this again."
swift_version=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+\.[0-9]+).*/\1/p' | head -1)
[[ $(printf '%s\n' "$swift_wanted" "${swift_version:-0}" | sort -V | head -1) == "$swift_wanted" ]] ||
    stop "Swift is ${swift_version:-unknown}, but $swift_wanted or later is needed." \
        "Get it from https://www.swift.org/install/linux/ and run this again."

# --- Debian packages -------------------------------------------------------------------------------------------------
as_root=()
find_rights() { # fills as_root, or stops with the list
    local list="$*"
    if [[ $(id -u) == 0 ]]; then return; fi
    if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [[ -t 0 ]]; }; then
        as_root=(sudo)
        return
    fi
    stop "these Debian packages are missing, and this is neither root nor may it use sudo: $list" \
        "Have them installed:  apt-get install $list"
}

updated=
update_lists() {
    [[ -z $updated ]] || return 0
    say "${as_root[*]:+${as_root[*]} }apt-get update"
    "${as_root[@]}" apt-get update -qq
    updated=1
}

install() { # install PACKAGE...: without questions and without starting a service
    update_lists
    say "${as_root[*]:+${as_root[*]} }apt-get install --no-install-recommends $*"
    # invoke-rc.d asks this file before it starts a service; it is removed again if it was not there before.
    local policy=/usr/sbin/policy-rc.d made=
    if [[ ! -e $policy ]]; then
        printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
        "${as_root[@]}" chmod 755 "$policy"
        made=1
    fi
    local status=0
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq -y --no-install-recommends "$@" >/dev/null || status=$?
    if [[ -n $made ]]; then "${as_root[@]}" rm -f "$policy"; fi
    [[ $status == 0 ]] || stop "apt-get could not install: $*"
}

# The tests send to Postfix's smtp-sink, and measure against its smtp-source. Its daemon is never configured or started.
have_peers() { command -v smtp-sink >/dev/null && command -v smtp-source >/dev/null; }

other_mail_server() { # the name of an installed mail server that is not Postfix, if there is one
    dpkg-query -W -f '${db:Status-Status}\t${Package}\t${Provides}\n' 2>/dev/null |
        awk -F '\t' '$1 == "installed" && $2 != "postfix" && $3 ~ /mail-transport-agent/ { print $2; exit }'
}

unpack_peers() { # only the two programs, beside the checkout, so that the machine's own mail server stays
    local other=$1 folder=$PWD/.tools needs program
    say "$other is this machine's mail server and stays; unpacking smtp-sink and smtp-source into .tools/"
    if ! apt-cache show postfix >/dev/null 2>&1; then
        find_rights postfix
        update_lists
    fi
    needs=$(apt-cache depends postfix | awk '/^ *Depends: lib/ { print $2 }')
    local missing=()
    for need in $needs; do installed "$need" || missing+=("$need"); done
    if [[ ${#missing[@]} -gt 0 ]]; then
        find_rights "${missing[@]}"
        install "${missing[@]}"
    fi
    rm -rf "$folder"
    mkdir -p "$folder/bin"
    echo '*' >"$folder/.gitignore"
    (cd "$folder" && apt-get download -qq -o APT::Sandbox::User=root postfix && dpkg -x postfix_*.deb postfix)
    for program in smtp-sink smtp-source; do
        printf '#!/bin/sh\nLD_LIBRARY_PATH=%q exec %q "$@"\n' \
            "$folder/postfix/usr/lib/postfix" "$folder/postfix/usr/sbin/$program" >"$folder/bin/$program"
        chmod 755 "$folder/bin/$program"
    done
}

if [[ -n ${SKIP_PACKAGES:-} ]]; then
    say "SKIP_PACKAGES is set: the packages are yours to see to (${packages[*]} postfix)."
elif ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    stop "this is not Debian or a relative of it, so packages cannot be installed by name." \
        "Needed, by their Debian names: ${packages[*]} postfix (for smtp-sink and smtp-source)" \
        "Install their counterparts, then run again with SKIP_PACKAGES=1."
else
    missing=()
    while read -r name; do missing+=("$name"); done < <(
        comm -23 <(printf '%s\n' "${packages[@]}" | sort) \
            <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null |
                awk '$1 == "installed" { print $2 }' | sort)
    )
    export PATH=$PWD/.tools/bin:$PATH:/usr/sbin
    other=
    if ! have_peers; then
        other=$(other_mail_server)
        [[ -n $other ]] || missing+=(postfix)
    fi
    if [[ ${#missing[@]} -gt 0 ]]; then
        say "missing: ${missing[*]}"
        find_rights "${missing[@]}"
        if [[ " ${missing[*]} " == *" postfix "* ]] && command -v debconf-set-selections >/dev/null; then
            echo 'postfix postfix/main_mailer_type select No configuration' |
                "${as_root[@]}" debconf-set-selections
        fi
        install "${missing[@]}"
        # Its installation imports a key and leaves the program that keeps keys running.
        if [[ " ${missing[*]} " == *" spamassassin "* ]] && command -v gpgconf >/dev/null; then
            "${as_root[@]}" gpgconf --homedir /var/lib/spamassassin/sa-update-keys --kill gpg-agent || true
        fi
    fi
    if [[ -n $other ]]; then unpack_peers "$other"; fi
fi

# --- Python ----------------------------------------------------------------------------------------------------------
if ! cmp -s scripts/requirements.txt .venv/.requirements; then
    say "python3 -m venv .venv; pip install -r scripts/requirements.txt"
    [[ -x .venv/bin/python ]] || python3 -m venv .venv
    .venv/bin/python -m pip install -q --disable-pip-version-check -r scripts/requirements.txt ||
        stop "pip could not install scripts/requirements.txt; is pypi.org reachable?"
    cp scripts/requirements.txt .venv/.requirements
fi

if [[ -z ${SKIP_PACKAGES:-} ]] && ! have_peers; then
    stop "smtp-sink and smtp-source are not to be found although Postfix is there; look at: dpkg -L postfix"
fi
say "all there (Swift $swift_version)."

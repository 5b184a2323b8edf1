// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

// swift-format-ignore-file
// Made from Page/Assets/inbox.css by scripts/make-assets.sh: change that file and run `make assets`.

/// The text of `inbox.css`.
public enum InboxStylesheet {
    /// The file's content.
    public static let text = ##"""
/* The mock's inbox, on top of the tools' design system. */
:root {
    --row: 78px;
    --email: #0969da; --alimtalk: #7a5c00; --sms: #1a7f37; --push: #8250df; --memo: #57606a;
    --tint: 12%;
}
@media (prefers-color-scheme: dark) {
    :root { --email: #4493f8; --alimtalk: #e3c34a; --sms: #3fb950; --push: #b78bff; --memo: #9198a1; --tint: 18%; }
}
html, body { height: 100%; }
body { overflow: hidden; }
.sprite { position: absolute; }
.bar h1 { display: flex; }
.icon { width: 16px; height: 16px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
.tile {
    display: inline-flex; align-items: center; justify-content: center; flex: none; width: 36px; height: 36px; border-radius: 10px;
    color: var(--quiet); background: color-mix(in srgb, currentColor var(--tint), transparent);
}
.tile .icon { width: 20px; height: 20px; }
.tile.email { color: var(--email); }
.tile.alimtalk { color: var(--alimtalk); }
.tile.sms { color: var(--sms); }
.tile.push { color: var(--push); }

/* The bar. */
.bar { flex-wrap: nowrap; }
.home { display: inline-flex; align-items: center; gap: 8px; color: inherit; text-decoration: none; white-space: nowrap; }
.home .icon { width: 22px; height: 22px; color: var(--accent); }
.search { flex: 1 1 auto; display: flex; gap: 8px; max-width: 760px; margin-right: auto; min-width: 0; }
.field { position: relative; flex: 1 1 auto; min-width: 0; display: flex; }
.field input { width: 100%; padding-right: 40px; }
.field .bare { position: absolute; right: 4px; top: 4px; min-height: 24px; height: calc(100% - 8px); width: 30px; justify-content: center; padding: 0; color: var(--quiet); }
.bare { border-color: transparent; background: transparent; }
.scripted .go { display: none; }
#space { max-width: 180px; }
#live.lost { color: var(--warn); }
#live.good::before { content: "\25CF"; }
#live.lost::before { content: "\25B2"; }

/* The list: rows of one height, so that a hundred thousand of them need only those in sight. */
.panes { height: 0; grid-template-columns: minmax(300px, 400px) minmax(0, 1fr); }
.pane.list { display: flex; flex-direction: column; overflow: hidden; }
.list-head { border-bottom: 1px solid var(--line); padding: 8px 12px 6px; display: flex; flex-direction: column; gap: 4px; }
.chips { display: flex; flex-wrap: wrap; gap: 3px; }
.chip {
    display: inline-flex; align-items: center; gap: 4px; padding: 2px 7px; min-height: 26px; border: 1px solid var(--line); border-radius: 999px;
    color: inherit; text-decoration: none; font-size: 12px; white-space: nowrap;
}
.chip .icon { width: 14px; height: 14px; }
.chips .icon { display: none; }
.chip:hover { border-color: var(--quiet); }
.chip[aria-current] { border-color: var(--accent); background: color-mix(in srgb, var(--accent) var(--tint), transparent); font-weight: 600; }
.list-facts { display: flex; align-items: center; gap: 8px; min-height: 26px; }
.list-facts #total { margin-right: auto; }
.list-facts #delete { margin-right: -6px; }
.list-facts button { min-height: 24px; padding: 0 8px; font-size: 12px; }
.scroller { flex: 1 1 auto; overflow-y: auto; overflow-anchor: none; min-height: 0; }
.runway { position: relative; }
.runway > .rows { position: absolute; left: 0; right: 0; }
.rows > li { height: var(--row); overflow: hidden; content-visibility: auto; }
.row { display: flex; gap: 12px; height: 100%; align-items: center; padding: 0 14px 0 11px; }
.row:focus-visible { outline-offset: -2px; }
.row[aria-current="true"] { background: color-mix(in srgb, var(--accent) var(--tint), transparent); }
.row-main { flex: 1 1 auto; min-width: 0; }
.row-line { display: block; }
.row-top .small { flex: none; white-space: nowrap; }
.row-foot { display: flex; gap: 6px; align-items: center; height: 20px; overflow: hidden; }
.row-foot .state, .row-foot .tag { font-size: 11px; line-height: 16px; padding: 0 6px; flex: none; max-width: 130px; overflow: hidden; text-overflow: ellipsis; }
.row-foot .tag { display: inline-block; }
[aria-current="true"] .row-foot .state, [aria-current="true"] .row-foot .tag { background: var(--ground); }
.clips { display: inline-flex; align-items: center; gap: 2px; }
.clips .icon { width: 13px; height: 13px; }
.fresh { animation: fresh 1.8s ease-out; }
@keyframes fresh { from { background: color-mix(in srgb, var(--accent) 30%, transparent); } }
.pager { display: flex; gap: 8px; padding: 8px 12px; border-top: 1px solid var(--line); }
.pager:empty, .scripted .pager { display: none; }
.tag { display: inline-flex; align-items: center; padding: 0 8px; border-radius: 4px; background: color-mix(in srgb, var(--quiet) var(--tint), transparent); color: var(--text); font-size: 12px; text-decoration: none; white-space: nowrap; }

/* The message. */
.message { padding: 16px 20px 32px; display: flex; flex-direction: column; gap: 12px; }
.head { display: flex; flex-direction: column; gap: 10px; }
.head-line { display: flex; align-items: center; gap: 12px; }
.subject { flex: 1 1 auto; min-width: 0; font-size: 19px; }
.head-tools { display: flex; gap: 8px; flex: none; }
.back { display: none; }
.badges { display: flex; flex-wrap: wrap; gap: 6px; }
.attachments, .actions { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
.tabs { position: sticky; top: 0; z-index: 2; background: var(--ground); flex: none; }
.tab { display: inline-flex; align-items: center; gap: 6px; padding: 8px 11px; color: var(--quiet); text-decoration: none; white-space: nowrap; border-bottom: 2px solid transparent; }
.tab:hover { color: var(--text); }
.tab:focus-visible { outline-offset: -2px; }
.tab[aria-current] { color: var(--text); border-bottom-color: var(--accent); font-weight: 600; }
.count { font-size: 11px; line-height: 16px; padding: 0 6px; border-radius: 999px; background: color-mix(in srgb, var(--quiet) var(--tint), transparent); font-weight: 400; color: var(--text); }
.view { display: flex; flex-direction: column; gap: 12px; min-width: 0; }
.tools { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; }
.segments { display: inline-flex; border: 1px solid var(--line); border-radius: 6px; overflow: hidden; }
.segment { padding: 3px 11px; color: inherit; text-decoration: none; background: var(--raised); font-size: 13px; }
.segment + .segment { border-left: 1px solid var(--line); }
.segment:hover { text-decoration: underline; }
.segment:focus-visible { outline-offset: -2px; }
.segment[aria-current] { background: var(--accent); color: var(--on-accent); }
.stage {
    display: flex; justify-content: center; padding: 20px; background-color: var(--raised); border: 1px solid var(--line); border-radius: 8px;
    background-image: radial-gradient(var(--line) 1px, transparent 1px); background-size: 16px 16px;
}
.mail { height: 70vh; border-radius: 8px; color-scheme: light; background: #ffffff; box-shadow: 0 1px 3px rgb(0 0 0 / 12%); }
.mail.width-600 { width: 600px; max-width: 100%; }
.mail.width-360 { width: 360px; max-width: 100%; }
.mail.dark { color-scheme: dark; background: #0d1117; }
.notice.remote { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; }
.link-note { overflow-wrap: anywhere; position: sticky; bottom: 8px; }
.text { white-space: pre-wrap; font-family: inherit; font-size: 14px; max-width: 84ch; }
.source { white-space: pre-wrap; overflow-wrap: anywhere; }
.links { padding-left: 28px; list-style: decimal; }
.links li { padding: 4px 0; }
.dialogue td, .dialogue th { padding: 2px 12px 2px 0; border-bottom: 0; }
.dialogue td:last-child { width: 100%; }
.dialogue td:not(:last-child), .dialogue th { white-space: nowrap; overflow-wrap: normal; }
.dialogue .client code { color: var(--accent); }
.dialogue .note code { color: var(--quiet); font-style: italic; }
.dialogue .slow { color: var(--warn); font-weight: 600; }
.dialogue abbr { text-decoration: none; font-family: var(--mono); font-size: 12px; }
.headers th[scope="row"] { width: 1%; padding-right: 24px; white-space: nowrap; overflow-wrap: normal; }
.panel { border: 1px solid var(--line); border-radius: 8px; padding: 12px 16px; display: flex; flex-direction: column; gap: 8px; }
.panel h3 { color: var(--text); font-size: 14px; }
.verdicts { display: flex; flex-direction: column; gap: 6px; }
.findings { display: flex; flex-direction: column; }
.findings > li { padding: 8px 0; border-top: 1px solid var(--line); }
.findings > li:first-child { border-top: 0; padding-top: 0; }
.finding { display: flex; gap: 10px; align-items: baseline; }
.finding > .small { white-space: nowrap; }
.excerpt { display: flex; gap: 12px; justify-content: space-between; padding-top: 4px; min-width: 0; }
.excerpt code { color: var(--quiet); white-space: nowrap; }
.panel thead th, .panel tbody th { overflow-wrap: normal; white-space: nowrap; }
.view pre, .empty pre, .letter pre { margin: 0; }
.excerpt .clip { color: var(--text); min-width: 0; }
meter { width: 140px; height: 10px; vertical-align: middle; }
.history { border-left: 2px solid var(--line); margin-left: 8px; padding: 4px 0; }
.history li > .number { flex: none; }
.history li { position: relative; display: flex; gap: 4px 10px; padding: 8px 0 8px 20px; align-items: baseline; }
.history li::before { content: ""; position: absolute; left: -6px; top: 15px; width: 10px; height: 10px; border-radius: 50%; background: var(--ground); border: 2px solid var(--quiet); box-sizing: border-box; }
.history .good::before { border-color: var(--good); background: var(--good); }
.history .bad::before { border-color: var(--bad); background: var(--bad); border-radius: 0; }
.history li > .state::before { position: static; width: auto; height: auto; border: 0; background: none; }
.clock strong { font-size: 22px; }
.nothing { padding: 12px 0; }

@media (min-width: 1180px) {
    .head .facts { grid-template-columns: max-content minmax(0, 1fr) max-content minmax(0, 1fr); }
}

/* Side by side needs the room of the list. */
@media (max-width: 1599px) {
    .panes:has([data-view="together"]) { grid-template-columns: minmax(0, 1fr); }
    .panes:has([data-view="together"]) > .list { display: none; }
    .panes:has([data-view="together"]) > .detail { border-left: 0; }
    [data-view="together"] .back { display: flex; }
}

/* What teaches. */
.empty { margin: 10vh auto auto; }
.empty h3 { margin-top: 12px; color: var(--text); text-align: left; }
.empty pre { white-space: pre-wrap; }
.lesson { max-width: 60ch; }
.lesson h2 { font-size: 20px; color: var(--text); }
.lesson-icons { display: flex; justify-content: center; gap: 10px; padding-bottom: 8px; }
.list:has(> .empty) > .scroller { display: none; }
.list > .empty { margin: 8vh auto auto; }
.panes.blank { grid-template-columns: minmax(0, 1fr); }
.panes.blank > #detail, .panes.blank .list-head, .panes.blank .scroller { display: none; }
.panes.blank > .list { overflow: auto; }
dialog .facts { margin: 12px 0; gap: 6px 16px; }
#ask { width: min(420px, calc(100vw - 32px)); }
#ask .actions { margin-top: 16px; }

@media (max-width: 1000px) {
    .home .quiet { display: none; }
    #bench-link span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
}
@media (max-width: 719px) {
    :root { --row: 80px; }
    .bar { flex-wrap: wrap; gap: 8px; }
    .bar h1 { flex: 1 1 auto; }
    .home .quiet { display: inline; }
    .search { order: 1; flex: 1 0 100%; max-width: none; }
    .panes { grid-template-rows: minmax(0, 1fr); }
    .pane + .pane { border-top: 0; }
    .chip { min-height: 32px; }
    /* One message is one screen: the search waits in the list, what can be done stands beside the way back. */
    body:has(.panes[data-open="detail"]) .search { display: none; }
    .message { padding: 4px 12px 32px; }
    .head { position: relative; }
    .back { display: flex; min-height: 40px; }
    .back a { display: flex; align-items: center; text-decoration: none; }
    .head-tools { position: absolute; top: 0; right: 0; }
    .subject { font-size: 17px; }
    .stage { padding: 0; border: 0; background: none; }
    .segment { padding: 7px 11px; }
    .facts { gap: 2px 12px; }
    .empty { margin-top: 4vh; }
    #help { display: none; }
    .finding { flex-wrap: wrap; gap: 4px 10px; }
    .finding > .grow { order: 3; flex-basis: 100%; }
    .finding > .small { margin-left: auto; }
    .history li { flex-wrap: wrap; }
    .history li > .grow { flex-basis: 60%; }
    /* A table of long values is read downwards. */
    .headers thead, .rules thead { display: none; }
    .headers tr, .headers th, .headers td, .rules tr, .rules th, .rules .rule { display: block; }
    .headers th, .headers td, .rules th, .rules td { border-bottom: 0; padding: 0; }
    .headers tr, .rules tr { padding: 8px 0; border-bottom: 1px solid var(--line); }
    .rules td.number::before { content: attr(data-name) " "; color: var(--quiet); }
    .rules td:not(.rule) { display: inline-block; padding-right: 12px; text-align: left; }
}
@media (forced-colors: active) {
    .chip[aria-current], .segment[aria-current], .tab[aria-current] { outline: 2px solid Highlight; outline-offset: -2px; }
}

"""##
}

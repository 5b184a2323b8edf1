// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

// swift-format-ignore-file
// Made from Page/Assets/inbox.css by scripts/make-assets.sh: change that file and run `make assets`.

/// The text of `inbox.css`.
public enum InboxStylesheet {
    /// The file's content.
    public static let text = ##"""
/* The mock's inbox, on top of the tools' design system. */
.home { color: inherit; text-decoration: none; }
.search { display: flex; max-width: 720px; }
.search input { width: 100%; }
.row-line { display: block; }
.badges { display: flex; flex-wrap: wrap; gap: 4px; margin-top: 4px; }
.body > .badges { margin-top: 0; }
.row.fresh { animation: fresh 1.6s ease-out; }
@keyframes fresh { from { background: color-mix(in srgb, var(--accent) 22%, transparent); } }
#live::before { content: "\25CF"; color: var(--good); }
#live.lost { color: var(--warn); }
#live.lost::before { content: "\25B2"; color: inherit; }
.back { display: none; }
.subject { font-size: 18px; }
.panes { height: calc(100dvh - 50px); }
.attachments { display: flex; flex-wrap: wrap; gap: 8px; }
.tab { display: inline-block; padding: 6px 12px; color: inherit; text-decoration: none; white-space: nowrap; }
.tools { display: flex; gap: 8px; margin-bottom: 12px; }
.tools button[aria-pressed="true"] { border-color: var(--accent); color: var(--accent); }
.stage { display: flex; justify-content: center; padding: 12px; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; }
.mail { height: 70vh; color-scheme: light; }
.mail.phone { width: 390px; max-width: 100%; }
.mail.dark { color-scheme: dark; background: #0d1117; }
.text { white-space: pre-wrap; font-family: inherit; font-size: 14px; max-width: 80ch; }
.links { padding-left: 24px; list-style: decimal; }
.links li { padding: 4px 0; }
.dialogue td, .dialogue th { padding: 2px 12px 2px 0; border-bottom: 0; }
.dialogue td:last-child { width: 100%; }
.dialogue td:not(:last-child), .dialogue th { white-space: nowrap; overflow-wrap: normal; }
.dialogue .client code { color: var(--accent); }
.dialogue .note code { color: var(--quiet); font-style: italic; }
.dialogue abbr { text-decoration: none; font-family: var(--mono); font-size: 12px; }
.empty { margin-top: 12vh; }
.empty pre { white-space: pre-wrap; }
.panes.blank { grid-template-columns: minmax(0, 1fr); }
.panes.blank > #detail { display: none; }
#keys .facts { margin: 12px 0; }
#total { margin-left: auto; }
@media (max-width: 719px) {
    .bar { gap: 8px; }
    .search { order: 1; flex: 1 0 100%; max-width: none; }
    .panes { height: auto; }
    .back { display: block; }
    .stage { padding: 0; border: 0; background: none; }
    .tools [data-width] { display: none; }
    .empty { margin-top: 4vh; }
    #help, #live:not(.lost) { display: none; }
    #delete { min-height: 32px; }
}

"""##
}

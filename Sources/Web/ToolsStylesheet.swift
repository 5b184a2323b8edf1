// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

// swift-format-ignore-file
// Made from Assets/tools.css by scripts/make-assets.sh: change that file and run `make assets`.

/// The text of `tools.css`.
public enum ToolsStylesheet {
    /// The file's content.
    public static let text = ##"""
/* The tools' design system: inbox, preview, dashboard. One stylesheet, no framework. */
:root {
    color-scheme: light dark;
    --text: #1f2328;
    --quiet: #57606a;
    --line: #d8dee4;
    --ground: #ffffff;
    --raised: #f6f8fa;
    --accent: #0969da;
    --on-accent: #ffffff;
    --good: #1a7f37;
    --warn: #9a6700;
    --bad: #cf222e;
    --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
    :root {
        --text: #e6edf3;
        --quiet: #9198a1;
        --line: #30363d;
        --ground: #0d1117;
        --raised: #161b22;
        --accent: #4493f8;
        --on-accent: #0d1117;
        --good: #3fb950;
        --warn: #d29922;
        --bad: #f85149;
    }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
    margin: 0;
    min-height: 100vh;
    min-height: 100dvh;
    display: flex;
    flex-direction: column;
    background: var(--ground);
    color: var(--text);
    font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Apple SD Gothic Neo", "Malgun Gothic",
        "Noto Sans KR", sans-serif;
    word-break: keep-all;
    overflow-wrap: anywhere;
}
h1, h2, h3, p, ul, ol, dl, dd, figure, table { margin: 0; }
h1 { font-size: 16px; line-height: 1.35; }
h2 { font-size: 14px; line-height: 1.35; }
h3 { font-size: 13px; line-height: 1.35; color: var(--quiet); }
ul, ol { padding: 0; list-style: none; }
a { color: var(--accent); text-underline-offset: 2px; }
code, kbd, pre, .mono { font-family: var(--mono); font-size: 12px; }
pre { overflow: auto; padding: 12px; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; }
kbd { padding: 0 5px; border: 1px solid var(--line); border-bottom-width: 2px; border-radius: 4px; background: var(--raised); }
img { max-width: 100%; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
[hidden] { display: none !important; }
.quiet { color: var(--quiet); }
.small { font-size: 12px; }
.number { font-variant-numeric: tabular-nums; }
.grow { flex: 1 1 auto; min-width: 0; }
.clip { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.visually-hidden {
    position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; overflow: hidden; clip-path: inset(50%);
    white-space: nowrap; border: 0;
}
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 8px; top: 8px; z-index: 10; padding: 8px 12px; background: var(--ground); border: 1px solid var(--line); }

/* The frame: a bar on top, a list and a detail pane below. */
.bar {
    display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; padding: 8px 16px;
    background: var(--raised); border-bottom: 1px solid var(--line);
}
.panes { flex: 1 1 auto; display: grid; grid-template-columns: minmax(260px, 380px) minmax(0, 1fr); min-height: 0; }
.pane { min-width: 0; overflow: auto; }
.pane + .pane { border-left: 1px solid var(--line); }
.body { padding: 16px; display: flex; flex-direction: column; gap: 12px; }

/* Controls. */
button, .button, input, select, textarea {
    font: inherit; color: inherit; min-height: 32px; padding: 4px 12px; border: 1px solid var(--line);
    border-radius: 6px; background: var(--ground);
}
button, .button { cursor: pointer; background: var(--raised); text-decoration: none; display: inline-flex; align-items: center; gap: 6px; }
button:hover, .button:hover { border-color: var(--quiet); }
button:disabled { cursor: default; color: var(--quiet); }
.primary, .primary:visited { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.danger { color: var(--bad); }
input[type="search"] { flex: 1 1 160px; min-width: 0; }
input:user-invalid { border-color: var(--bad); }
label { display: inline-flex; align-items: center; gap: 6px; }

/* Lists: dense rows, the chosen one marked by colour and by a bar. */
.rows > li { border-bottom: 1px solid var(--line); }
.row { display: block; padding: 8px 16px; color: inherit; text-decoration: none; border-left: 3px solid transparent; cursor: pointer; }
.row:hover { background: var(--raised); }
.row[aria-selected="true"], .row[aria-current="true"] { background: var(--raised); border-left-color: var(--accent); }
.row-top { display: flex; gap: 8px; align-items: baseline; }

/* Facts and tables. */
.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 2px 16px; }
.facts dt { color: var(--quiet); }
.table-scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--quiet); }
td.number, th.number { text-align: right; }

/* States: a word in a pill, with a shape before it; never colour alone. */
.state { display: inline-flex; align-items: center; gap: 4px; padding: 0 8px; border: 1px solid currentColor; border-radius: 999px; font-size: 12px; white-space: nowrap; color: var(--quiet); }
.state::before { content: "\25CB"; }
.state.good { color: var(--good); }
.state.good::before { content: "\2713"; }
.state.warn { color: var(--warn); }
.state.warn::before { content: "\25B2"; }
.state.bad { color: var(--bad); }
.state.bad::before { content: "\2715"; }

/* Tabs, notices, empty states, dialogs. */
.tabs { display: flex; gap: 4px; overflow-x: auto; border-bottom: 1px solid var(--line); }
.tabs [role="tab"] { border: 0; border-bottom: 2px solid transparent; border-radius: 0; background: none; }
.tabs [role="tab"][aria-selected="true"] { border-bottom-color: var(--accent); font-weight: 600; }
.notice { padding: 8px 12px; border: 1px solid var(--line); border-left: 3px solid var(--accent); border-radius: 6px; background: var(--raised); }
.notice.bad { border-left-color: var(--bad); }
.notice.warn { border-left-color: var(--warn); }
.empty { margin: auto; padding: 32px 16px; max-width: 52ch; display: flex; flex-direction: column; gap: 8px; text-align: center; color: var(--quiet); }
.empty pre { text-align: left; color: var(--text); }
dialog { color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: 8px; padding: 16px; max-width: min(560px, calc(100vw - 32px)); }
dialog::backdrop { background: rgb(0 0 0 / 40%); }
iframe { border: 1px solid var(--line); border-radius: 6px; background: #ffffff; width: 100%; }

@media (max-width: 719px) {
    .bar { padding: 8px 12px; }
    .panes { grid-template-columns: minmax(0, 1fr); }
    .pane + .pane { border-left: 0; border-top: 1px solid var(--line); }
    .panes[data-open="detail"] > .pane:first-child, .panes[data-open="list"] > .pane + .pane { display: none; }
    button, .button, input, select { min-height: 40px; }
    .row { padding: 10px 12px; }
    .body { padding: 12px; }
}
@media (prefers-reduced-motion: reduce) {
    *, *::before, *::after { animation-duration: 0.01ms !important; transition-duration: 0.01ms !important; scroll-behavior: auto !important; }
}
@media (forced-colors: active) {
    .row[aria-selected="true"] { outline: 2px solid Highlight; outline-offset: -2px; }
}

"""##
}

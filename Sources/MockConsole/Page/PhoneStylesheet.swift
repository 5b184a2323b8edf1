// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

// swift-format-ignore-file
// Made from Page/Assets/phone.css by scripts/make-assets.sh: change that file and run `make assets`.

/// The text of `phone.css`.
public enum PhoneStylesheet {
    /// The file's content.
    public static let text = ##"""
/* Messages as a Korean phone shows them: our own drawing, no pictures. `color-scheme` on a phone decides its theme. */
.phone-box { width: 100%; max-width: 340px; display: flex; flex-direction: column; gap: 10px; }
.phone {
    color-scheme: light; border-radius: 30px; border: 7px solid #24292f; overflow: hidden; min-height: 420px; display: flex; flex-direction: column;
    font: 14px/1.5 "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR", Roboto, Arial, sans-serif;
    color: light-dark(#191919, #f0f0f0); box-shadow: 0 6px 24px rgb(0 0 0 / 16%); text-align: left;
}
.phone.dark { color-scheme: dark; border-color: #3d444d; }
.status { display: flex; justify-content: space-between; align-items: center; padding: 8px 18px 2px; font-size: 12px; font-weight: 600; color: inherit; }
.status.light { color: #ffffff; }
.status-signs { display: inline-flex; align-items: flex-end; gap: 2px; }
.status-signs i { width: 3px; height: 5px; background: currentColor; border-radius: 1px; }
.status-signs i:nth-child(2) { height: 8px; }
.status-signs i:nth-child(3) { height: 11px; }
.status-signs b { width: 20px; height: 10px; margin-left: 4px; border: 1px solid currentColor; border-radius: 3px; background: linear-gradient(currentColor, currentColor) 1px 1px / 13px 6px no-repeat; }
.said { white-space: pre-wrap; overflow-wrap: anywhere; word-break: break-all; word-break: auto-phrase; }
.day { align-self: center; font-size: 12px; padding: 2px 12px; border-radius: 999px; }
.picture { display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 4px; height: 120px; font-size: 12px; background: light-dark(#eef0f2, #1c1f24); color: light-dark(#57606a, #a0a8b2); }
.picture .icon { width: 28px; height: 28px; }

/* KakaoTalk */
.phone.alimtalk, .phone.memo { background: light-dark(#b6c8d8, #1b1d20); }
.talk-bar { display: flex; justify-content: space-between; align-items: center; gap: 12px; padding: 6px 18px 10px; font-size: 15px; }
.talk { display: flex; flex-direction: column; gap: 12px; padding: 4px 10px 24px; flex: 1; }
.talk .day { background: light-dark(rgb(0 0 0 / 8%), rgb(255 255 255 / 10%)); color: light-dark(#2b3947, #cfd3d8); }
.talk-row { display: flex; gap: 8px; }
.face { width: 36px; height: 36px; flex: none; border-radius: 13px; background: #24292f; color: #ffffff; display: inline-flex; align-items: center; justify-content: center; }
.face .icon { width: 20px; height: 20px; }
.talk-main { min-width: 0; flex: 1; }
.talk-name { font-size: 12px; padding-bottom: 4px; color: light-dark(#22303d, #d5d9de); }
.bubble-row { display: flex; align-items: flex-end; gap: 5px; }
.bubble { flex: 1 1 auto; min-width: 0; border-radius: 4px 14px 14px 14px; overflow: hidden; background: light-dark(#ffffff, #2d3035); }
.bubble-head { background: #fae100; color: #3b1e1e; font-weight: 600; font-size: 12px; padding: 7px 14px; }
.bubble-body { padding: 12px 14px 14px; }
.bubble-title { font-size: 17px; font-weight: 700; line-height: 1.35; padding-bottom: 8px; }
.bubble-header { font-size: 12px; padding-bottom: 4px; color: light-dark(#5b6169, #b3b8bf); }
.talk-buttons { padding-top: 12px; display: flex; flex-direction: column; gap: 6px; }
.talk-buttons li { text-align: center; padding: 8px; border-radius: 6px; font-size: 13px; background: light-dark(#f1f2f3, #3d4147); overflow-wrap: anywhere; }
.talk-time { font-size: 10.5px; white-space: nowrap; color: light-dark(#33424f, #aab0b7); }

/* Text messages */
.phone.sms { background: light-dark(#ffffff, #0c0c0d); }
.sms-bar { display: flex; flex-direction: column; align-items: center; gap: 4px; padding: 8px 16px 10px; font-size: 13px; border-bottom: 1px solid light-dark(#e4e4e8, #2a2a2d); }
.sms-face { width: 38px; height: 38px; border-radius: 50%; background: #8e97a3; color: #ffffff; display: inline-flex; align-items: center; justify-content: center; }
.sms-face .icon { width: 20px; height: 20px; }
.sms-talk { display: flex; flex-direction: column; gap: 8px; padding: 14px 14px 24px; flex: 1; }
.sms-talk .day { color: light-dark(#5f6670, #a0a6ad); }
.sms-bubble { align-self: flex-start; max-width: 86%; padding: 9px 14px; border-radius: 18px 18px 18px 5px; background: light-dark(#e9e9ec, #26272a); overflow: hidden; }
.sms-bubble .picture { margin: -9px -14px 9px; }
.sms-title { display: block; }
.web { display: block; color: light-dark(#5b6169, #a6acb4); }
.sms-time { font-size: 11px; color: light-dark(#5f6670, #a0a6ad); padding-left: 6px; }

/* The lock screen */
.phone.push { background: linear-gradient(168deg, #1f3b66 0%, #43507f 42%, #8a5f82 78%, #a86b6e 100%); color: #ffffff; }
.phone.push.dark { background: linear-gradient(168deg, #0a1526 0%, #1b2340 45%, #3a2744 100%); }
.lock-day { text-align: center; padding-top: 26px; font-size: 14px; }
.lock-clock { text-align: center; font-size: 62px; line-height: 1.1; font-weight: 300; letter-spacing: -1px; padding-bottom: 26px; font-variant-numeric: tabular-nums; }
.push-card { display: flex; gap: 10px; margin: auto 10px 22px; padding: 12px; border-radius: 20px; background: light-dark(#f4f4f8, #2b2d33); color: light-dark(#191919, #f0f0f0); }
.push-app { width: 36px; height: 36px; flex: none; border-radius: 9px; background: #0969da; color: #ffffff; display: inline-flex; align-items: center; justify-content: center; }
.push-app .icon { width: 20px; height: 20px; }
.push-main { min-width: 0; flex: 1; }
.push-top { display: flex; justify-content: space-between; gap: 8px; font-size: 12px; color: light-dark(#565b62, #b3b8bf); }
.push-title { font-weight: 700; }
.push-main .picture { height: 90px; margin-top: 8px; border-radius: 10px; }

/* Below a phone: what the sender is to know. */
.below { display: flex; flex-direction: column; gap: 4px; padding: 0 6px; }
.bytes { display: flex; align-items: center; gap: 8px; }
.bytes .kind, .bytes .number { flex: none; white-space: nowrap; }
.bytes meter { flex: 1 1 auto; min-width: 30px; }
.kind { padding: 0 8px; border-radius: 4px; font-weight: 700; font-size: 12px; background: var(--sms); color: var(--ground); }
.leads { overflow-wrap: anywhere; }

/* Side by side. */
.together { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 264px), 1fr)); gap: 16px; align-items: start; justify-items: stretch; }
.together-one { display: flex; flex-direction: column; gap: 6px; padding: 12px; border: 1px solid var(--line); border-radius: 12px; background: var(--raised); min-width: 0; }
.together-one.open { border-color: var(--accent); }
.together-to { display: flex; align-items: center; gap: 8px; min-height: 22px; }
.together-to .badges { flex: none; }
.together-one h3 .number { font-weight: 400; }
.together-one h3 { display: flex; justify-content: space-between; align-items: center; gap: 8px; }
.together-one h3 a { display: inline-flex; align-items: center; gap: 6px; color: var(--text); text-decoration: none; font-size: 14px; }
.together-one h3 a:hover { text-decoration: underline; }
.together-one .phone-box { margin: 6px auto 0; }
.together-one .talk-row { gap: 6px; }
.together-one .talk-row .face { width: 30px; height: 30px; border-radius: 11px; }
.together-one .bubble-row { flex-direction: column; align-items: flex-end; gap: 3px; }
.together-one .bubble { align-self: stretch; }
.letter { border-radius: 12px; border: 1px solid var(--line); background: #ffffff; color: #1f2328; overflow: hidden; margin-top: 6px; display: flex; flex-direction: column; align-items: center; }
.letter.dark { background: #0d1117; color: #e6edf3; }
.letter-subject { align-self: stretch; padding: 12px 14px; font-weight: 600; border-bottom: 1px solid rgb(128 128 128 / 30%); }
.letter .mail { border: 0; border-radius: 0; box-shadow: none; max-width: 100%; }
.letter pre { align-self: stretch; border: 0; border-radius: 0; max-height: 600px; background: transparent; }
/* A mail needs more room than a phone's message. */
@media (min-width: 1200px) {
    .together:has(> [data-channel="email"]:first-child):has(> :nth-child(3)) { grid-template-columns: minmax(0, 1.3fr) repeat(3, minmax(0, 1fr)); }
    .together:has(> [data-channel="email"]:first-child):not(:has(> :nth-child(4))):has(> :nth-child(3)) { grid-template-columns: minmax(0, 1.3fr) repeat(2, minmax(0, 1fr)); }
}

"""##
}

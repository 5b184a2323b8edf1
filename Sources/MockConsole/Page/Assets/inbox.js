// The inbox's script: spares reloads, shows what is new, moves by keys. The page works without it.
import { VirtualList } from "/assets/list.js";

const $ = (id) => document.getElementById(id);
const panes = document.querySelector(".panes");
const detail = $("detail");
const search = $("query");
const spaces = $("space");
document.documentElement.classList.add("scripted");

// What is listed: as in the page's address.
const start = new URLSearchParams(location.search);
const where = { query: search.value.trim() };
for (const name of ["space", "channel", "refused"]) where[name] = start.get(name) ?? "";
// How messages are looked at: kept from one to the next.
let look = {};
const keepLook = (parameters) => {
    look = {};
    for (const name of ["width", "scheme"]) if (parameters.get(name)) look[name] = parameters.get(name);
    if (parameters.get("images") === "off") look.images = "off";
};
keepLook(start);

const address = (more = {}) => {
    const values = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...where, ...more })) if (value !== "") values.set(name, value);
    const text = values.toString();
    return text ? "?" + text : "";
};

const get = async (path, options = {}) => {
    const answer = await fetch(path, options);
    if (answer.ok) return answer;
    const problem = await answer.json().catch(() => ({}));
    throw new Error(problem.detail ?? "The mock answered " + answer.status + ".");
};

const html = (text) => {
    const template = document.createElement("template");
    template.innerHTML = text;
    return template.content;
};

const counted = (number, word) => number.toLocaleString("en") + " " + word + (number === 1 ? "" : "s");

const opened = () => detail.querySelector("[data-message]")?.dataset.message ?? "";
const isBare = () => !where.query && !where.space && !where.channel && !where.refused;

// The list.
let unseen = 0;
const list = new VirtualList($("scroller"), address, () => {
    $("total").textContent = list.isExact ? counted(list.count, "message") : "more than " + counted(list.count, "message");
    const isEmpty = list.count === 0 && list.isExact;
    $("delete").hidden = isEmpty;
    $("delete").textContent = isBare() ? "Delete all" : "Delete these";
    const empty = $("empty");
    if (empty && !isEmpty) {
        empty.remove();
        panes.classList.remove("blank");
        if (!detail.firstElementChild) detail.replaceChildren();
    }
    // Both lessons are the server's words.
    if (isEmpty && (!empty || (empty.dataset.bare ?? "") !== String(isBare()))) teach();
    list.mark(opened());
});
$("delete").hidden = list.count === 0;

const teach = async () => {
    const page = html(await (await get("/" + address())).text());
    $("empty")?.remove();
    const lesson = page.querySelector("#empty");
    if (!lesson || list.count > 0) return;
    lesson.dataset.bare = String(isBare());
    $("scroller").after(lesson);
    panes.classList.toggle("blank", isBare() && !opened() && !detail.querySelector("[data-bench]"));
};

const showUnseen = () => {
    const button = $("fresh");
    button.hidden = unseen === 0;
    button.textContent = "↑ " + unseen.toLocaleString("en") + " new";
};

const refresh = async (toTop) => {
    unseen = 0;
    showUnseen();
    await list.reload(toTop);
};

// What happens while the page is open. Many things at once are one refresh.
let pending = 0;
let detailPending = 0;
const came = () => {
    if (!list.isAtTop && list.count > 0) {
        unseen += 1;
        showUnseen();
    } else if (!pending) {
        pending = setTimeout(() => {
            pending = 0;
            refresh(true).catch(() => {});
        }, 120);
    }
    if (detail.querySelector(".together")) freshen();
};

const gone = () => {
    clearTimeout(pending);
    pending = setTimeout(() => {
        pending = 0;
        refresh(false).catch(() => {});
    }, 120);
};

let events = null;
const listen = () => {
    events?.close();
    const refused = where.refused || "include";
    events = new EventSource("/api/events" + address({ data: "id", refused }));
    const live = $("live");
    live.hidden = false;
    events.onopen = () => {
        live.className = "state good";
        live.textContent = "live";
    };
    events.onerror = () => {
        live.className = "state lost";
        live.textContent = "reconnecting";
    };
    events.addEventListener("message", came);
    events.addEventListener("deleted", gone);
    events.addEventListener("changed", (event) => {
        let id = "";
        try { id = JSON.parse(event.data).id ?? ""; } catch { /* told without its id */ }
        if (!id || id === opened()) freshen();
        if (id && list.link(id) && !pending) pending = setTimeout(() => { pending = 0; list.reload(false).catch(() => {}); }, 250);
    });
};

// Looks at the open message again; what it shows in a frame is left alone.
const freshen = () => {
    if (detailPending) return;
    detailPending = setTimeout(async () => {
        detailPending = 0;
        const before = detail.querySelector("[data-message]");
        if (!before) return;
        const fragment = new URL(location.href);
        fragment.searchParams.set("fragment", "1");
        const after = html(await (await get(fragment)).text()).querySelector("[data-message]");
        if (!after || after.dataset.message !== opened() || !before.isConnected) return;
        for (const part of [".head", ".tabs"]) before.querySelector(part).replaceWith(after.querySelector(part));
        const count = (article) => article.querySelectorAll(".together-one").length;
        const isStill = before.dataset.view !== "history" && (before.dataset.view !== "together" || count(before) === count(after));
        if (!isStill) before.querySelector(".view").replaceWith(after.querySelector(".view"));
        tidy();
    }, 300);
};

// The message. A mail's frame runs nothing; what is listened to in it is heard out here.
const fit = (frame) => {
    try {
        const page = frame.contentDocument.documentElement;
        frame.style.height = "0";
        frame.style.height = Math.max(120, Math.min(page.scrollHeight, 30000)) + 2 + "px";
    } catch { /* the frame shows an error page of the browser */ }
};

const hear = (frame) => {
    let page = null;
    try { page = frame.contentDocument; } catch { return; }
    if (!page || page.dataset?.heard) return;
    page.addEventListener("keydown", onKey);
    page.addEventListener("click", (event) => {
        const link = event.target.closest?.("a[href], area[href]");
        if (!link) return;
        event.preventDefault();
        const target = link.getAttribute("href");
        const note = $("link-note");
        if (!note) return;
        const isWeb = /^https?:/i.test(link.href);
        const shown = document.createElement(isWeb ? "a" : "code");
        shown.textContent = target;
        if (isWeb) Object.assign(shown, { href: link.href, target: "_blank", rel: "noreferrer noopener" });
        note.replaceChildren("This link leads to ", shown);
        note.hidden = false;
    });
};

const tidy = () => {
    for (const button of detail.querySelectorAll("[data-delete], [data-advance]")) button.hidden = false;
    for (const frame of detail.querySelectorAll("iframe.mail")) {
        if (frame.dataset.tidy) continue;
        frame.dataset.tidy = "1";
        const settle = () => {
            fit(frame);
            hear(frame);
        };
        frame.addEventListener("load", settle);
        let width = 0;
        new ResizeObserver(([entry]) => {
            // Only another width changes the height the mail needs.
            if (Math.abs(entry.contentRect.width - width) < 1) return;
            width = entry.contentRect.width;
            fit(frame);
        }).observe(frame);
        if (frame.contentDocument?.readyState === "complete" && frame.contentDocument.URL !== "about:blank") settle();
    }
    // On a phone the chosen view may stand beyond the edge.
    const tab = detail.querySelector(".tab[aria-current]");
    if (tab) tab.parentElement.scrollLeft = tab.offsetLeft - (tab.parentElement.clientWidth - tab.offsetWidth) / 2;
    tick();
};

let loading = null;
const show = async (url, { push = true, focus = false } = {}) => {
    loading?.abort();
    loading = new AbortController();
    const target = new URL(url, location.href);
    const fragment = new URL(target);
    fragment.searchParams.set("fragment", "1");
    const isOther = target.pathname !== location.pathname;
    try {
        const answer = await get(fragment, { signal: loading.signal });
        detail.replaceChildren(html(await answer.text()));
    } catch (error) {
        if (error.name === "AbortError") return;
        const note = document.createElement("p");
        note.className = "notice bad";
        note.textContent = error.message;
        detail.replaceChildren(note);
    }
    if (isOther) detail.scrollTop = 0;
    panes.dataset.open = "detail";
    panes.classList.remove("blank");
    if (push) history.pushState(null, "", target);
    keepLook(target.searchParams);
    list.mark(opened());
    const subject = detail.querySelector(".subject");
    document.title = (subject ? subject.textContent + " · " : "") + "Parcelpost inbox";
    tidy();
    if (focus) detail.focus();
};

// A message in the way messages were looked at before.
const showMessage = (url, options) => {
    const target = new URL(url, location.href);
    for (const [name, value] of Object.entries(look)) target.searchParams.set(name, value);
    return show(target, options);
};

const back = () => {
    const id = opened();
    panes.dataset.open = "list";
    if (location.pathname !== "/") history.pushState(null, "", "/" + address());
    document.title = "Parcelpost inbox";
    (list.link(id) ?? $("scroller").querySelector("a"))?.focus({ preventScroll: true });
};

const ask = (words) => new Promise((resolve) => {
    $("ask-words").textContent = words;
    $("ask").returnValue = "";
    $("ask").addEventListener("close", () => resolve($("ask").returnValue === "yes"), { once: true });
    $("ask").showModal();
});

const deleteOpen = async () => {
    const id = opened();
    if (!id) return;
    const next = (await list.neighbour(id, 1)) ?? null;
    const following = next && next.parentElement.dataset.id !== id ? next.href : null;
    await get("/api/messages/" + id, { method: "DELETE" });
    if (following) return showMessage(following);
    detail.replaceChildren();
    back();
};

const advance = async (button) => {
    const note = $("clock-note");
    note.textContent = "Moving…";
    try {
        const answer = await get("/api/clock", {
            method: "POST", headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ advance: button.dataset.advance, settle: true }),
        });
        const told = await answer.json();
        await show("/bench", { push: false });
        $("clock-note").textContent = "Moved " + button.textContent.replace("+", "").trim()
            + (told.done === undefined ? "." : ": " + counted(told.done, "thing") + " came due, all settled.");
    } catch (error) {
        note.textContent = error.message;
    }
};

// The bench's clock goes on while it is looked at.
let clockTimer = 0;
const tick = () => {
    clearInterval(clockTimer);
    const clock = $("bench-now");
    if (!clock) return;
    const shown = clock.firstElementChild;
    const from = Number(clock.dataset.now);
    const since = performance.now();
    clockTimer = setInterval(() => {
        if (!clock.isConnected) return clearInterval(clockTimer);
        const kst = new Date(from + (performance.now() - since) + 9 * 3600e3).toISOString();
        shown.textContent = kst.slice(0, 10) + " " + kst.slice(11, 19);
    }, 1000);
};

document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest("a");
    if (link?.matches(".row, [data-open]")) {
        event.preventDefault();
        showMessage(link.href);
    } else if (link?.matches(".tab, .segment, [data-look]")) {
        event.preventDefault();
        show(link.href);
    } else if (link?.matches("#bench-link")) {
        event.preventDefault();
        show(link.href, { focus: true });
    } else if (link?.matches(".back a")) {
        event.preventDefault();
        back();
    } else if (link?.matches(".chip")) {
        event.preventDefault();
        const parameters = new URL(link.href).searchParams;
        where.channel = parameters.get("channel") ?? "";
        where.refused = parameters.get("refused") ?? "";
        for (const chip of document.querySelectorAll(".chip[aria-current]")) chip.removeAttribute("aria-current");
        link.setAttribute("aria-current", "true");
        narrowed();
    }
    const button = event.target.closest("button");
    if (button?.dataset.delete) deleteOpen().catch(fail);
    else if (button?.dataset.advance) advance(button);
});

const fail = (error) => {
    const note = document.createElement("p");
    note.className = "notice bad";
    note.setAttribute("role", "alert");
    note.textContent = error.message;
    detail.prepend(note);
};

window.addEventListener("popstate", () => {
    if (location.pathname.startsWith("/messages/") || location.pathname === "/bench") show(location.href, { push: false });
    else panes.dataset.open = "list";
});

// Search.
const narrowed = () => {
    if (location.pathname === "/") history.replaceState(null, "", "/" + address());
    $("empty")?.remove();
    panes.classList.remove("blank");
    refresh(true).catch(fail);
    listen();
};

let typing = 0;
search.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => {
        where.query = search.value.trim();
        narrowed();
    }, 180);
});
spaces?.addEventListener("change", () => {
    where.space = spaces.value;
    narrowed();
});
search.form.addEventListener("submit", (event) => {
    event.preventDefault();
    search.blur();
    $("scroller").querySelector("a")?.focus();
});

// Keys.
const move = async (step) => {
    const link = await list.neighbour(opened(), step);
    if (!link) return;
    link.focus({ preventScroll: true });
    await showMessage(link.href);
};

const cycle = (name) => {
    const links = [...detail.querySelectorAll(`[data-cycle="${name}"] > a`)];
    const at = links.findIndex((link) => link.hasAttribute("aria-current"));
    if (links.length) show(links[(at + 1) % links.length].href);
};

const keys = {
    j: () => move(1), k: () => move(-1), u: back, b: () => $("bench-link").click(), w: () => cycle("w"), d: () => cycle("d"),
    i: () => cycle("i"), "?": () => $("keys").showModal(), Delete: () => deleteOpen().catch(fail),
    "/": () => { search.focus(); search.select(); },
    Escape: () => { if (panes.dataset.open === "detail") back(); },
    Enter: () => { detail.focus(); },
};

const onKey = (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.closest?.("input, textarea, select")) {
        if (event.key === "Escape") event.target.blur();
        return;
    }
    if (event.key === "Enter" && event.target.closest?.("a, button")) {
        // The row's own Enter opens it; the eyes and the keys follow.
        if (!event.target.closest(".row")) return;
        event.preventDefault();
        showMessage(event.target.closest(".row").href, { focus: true });
        return;
    }
    if (event.key >= "1" && event.key <= "9") {
        const tab = detail.querySelector(`.tab[data-key="${event.key}"]`);
        if (tab) show(tab.href);
        return;
    }
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
};
document.addEventListener("keydown", onKey);

$("help").hidden = false;
$("help").addEventListener("click", () => $("keys").showModal());
$("search-help").hidden = false;
$("search-help").addEventListener("click", () => $("searching").showModal());
$("fresh").addEventListener("click", () => refresh(true).catch(fail));
$("delete").addEventListener("click", async () => {
    const words = isBare() ? "Delete all messages?" : "Delete the messages that the list shows, also those further down?";
    if (!(await ask(words))) return;
    await get("/api/messages" + address(), { method: "DELETE" }).catch(fail);
    detail.replaceChildren();
    back();
});

listen();
tidy();
list.revealMessage(opened());

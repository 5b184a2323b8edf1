// The inbox's script: spares reloads, shows what is new, moves by keys. The page works without it.
"use strict";
(() => {
    const $ = (id) => document.getElementById(id);
    const panes = document.querySelector(".panes");
    const detail = $("detail");
    const search = $("query");
    const space = new URLSearchParams(location.search).get("space") || "";
    const maxRows = 500;
    let events = null;
    let pending = 0;
    let loading = null;

    const rows = () => [...document.querySelectorAll("#rows > li")];
    const current = () => document.querySelector("#rows .row[aria-current]");

    const query = (more = {}) => {
        const values = new URLSearchParams();
        if (search.value.trim()) values.set("query", search.value.trim());
        if (space) values.set("space", space);
        for (const [name, value] of Object.entries(more)) values.set(name, value);
        const text = values.toString();
        return text ? "?" + text : "";
    };

    const get = async (path, signal) => {
        const answer = await fetch(path, { signal });
        if (!answer.ok) throw new Error("The mock answered " + answer.status + ".");
        return answer;
    };

    const html = (text) => {
        const template = document.createElement("template");
        template.innerHTML = text;
        return template.content;
    };

    const showTotal = (answer) => {
        const total = answer.headers.get("x-parcelpost-total");
        if (total !== null) $("total").textContent = total === "1" ? "1 message" : total + " messages";
    };

    // The list.
    const mark = (id) => {
        for (const row of document.querySelectorAll("#rows .row[aria-current]")) row.removeAttribute("aria-current");
        const row = document.querySelector(`#rows > li[data-id="${CSS.escape(id)}"] .row`);
        if (!row) return;
        row.setAttribute("aria-current", "true");
        row.scrollIntoView({ block: "nearest" });
    };

    const reloadList = async () => {
        const answer = await get("/fragments/rows" + query());
        const pane = panes.firstElementChild;
        pane.replaceChildren(html(await answer.text()));
        showTotal(answer);
        panes.classList.toggle("blank", !rows().length && !query() && !detail.querySelector("article"));
        const open = detail.querySelector("[data-message]");
        if (open) mark(open.dataset.message);
    };

    const addNew = async () => {
        pending = 0;
        const first = rows()[0];
        if (!first || $("empty")) return reloadList();
        const answer = await get("/fragments/rows" + query({ after: first.dataset.id }));
        const content = html(await answer.text());
        for (const row of content.querySelectorAll(".row")) row.classList.add("fresh");
        const pane = panes.firstElementChild;
        const wasAtTop = pane.scrollTop < 8;
        $("rows").prepend(content);
        if (wasAtTop) pane.scrollTop = 0;
        for (const row of rows().slice(maxRows)) row.remove();
        showTotal(answer);
    };

    const listen = () => {
        if (events) events.close();
        events = new EventSource("/api/events" + query({ data: "id" }));
        const live = $("live");
        live.hidden = false;
        events.onopen = () => {
            live.className = "state";
            live.textContent = "live";
        };
        events.onerror = () => {
            live.className = "state lost";
            live.textContent = "reconnecting";
        };
        events.addEventListener("message", () => {
            if (!pending) pending = setTimeout(() => addNew().catch(() => {}), 80);
        });
        events.addEventListener("deleted", () => reloadList().catch(() => {}));
    };

    // The message.
    const tidy = () => {
        const frame = detail.querySelector("iframe.mail");
        if (!frame) return;
        detail.querySelector(".tools").hidden = false;
        const fit = () => {
            try {
                const height = frame.contentDocument.documentElement.scrollHeight;
                if (height > 0) frame.style.height = Math.min(height + 2, 20000) + "px";
            } catch { /* the frame shows an error page of the browser */ }
        };
        frame.addEventListener("load", fit);
        new ResizeObserver(fit).observe(frame.parentElement);
        if (frame.contentDocument && frame.contentDocument.readyState === "complete") fit();
    };

    const show = async (url, push = true) => {
        if (loading) loading.abort();
        loading = new AbortController();
        const target = new URL(url, location.href);
        const fragment = new URL(target);
        fragment.searchParams.set("fragment", "1");
        try {
            const answer = await get(fragment, loading.signal);
            detail.replaceChildren(html(await answer.text()));
        } catch (error) {
            if (error.name === "AbortError") return;
            const note = document.createElement("p");
            note.className = "notice bad";
            note.textContent = error.message + " The message may have been deleted.";
            detail.replaceChildren(note);
        }
        panes.dataset.open = "detail";
        if (push) history.pushState(null, "", target);
        mark(target.pathname.split("/").pop());
        const subject = detail.querySelector(".subject");
        document.title = (subject ? subject.textContent + " · " : "") + "Parcelpost inbox";
        tidy();
    };

    const back = () => {
        panes.dataset.open = "list";
        history.pushState(null, "", "/" + query());
        document.title = "Parcelpost inbox";
        const row = current();
        if (row) row.focus();
    };

    document.addEventListener("click", (event) => {
        if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
        const link = event.target.closest("a.row, a.tab, .back a");
        if (link) {
            event.preventDefault();
            if (link.closest(".back")) back(); else show(link.href);
            return;
        }
        const button = event.target.closest(".tools button");
        if (!button) return;
        const frame = detail.querySelector("iframe.mail");
        if (button.dataset.width) {
            frame.classList.toggle("phone", button.dataset.width === "phone");
            for (const other of button.parentElement.querySelectorAll("[data-width]"))
                other.setAttribute("aria-pressed", String(other === button));
        } else {
            const isDark = frame.classList.toggle("dark");
            button.setAttribute("aria-pressed", String(isDark));
        }
    });

    window.addEventListener("popstate", () => {
        if (location.pathname.startsWith("/messages/")) show(location.href, false);
        else panes.dataset.open = "list";
    });

    // Search.
    let typing = 0;
    search.addEventListener("input", () => {
        clearTimeout(typing);
        typing = setTimeout(() => {
            if (panes.dataset.open === "list") history.replaceState(null, "", "/" + query());
            reloadList().catch(() => {});
            listen();
        }, 180);
    });
    search.form.addEventListener("submit", (event) => {
        event.preventDefault();
        search.blur();
        const first = rows()[0];
        if (first) first.querySelector(".row").focus();
    });

    // Keys.
    const move = (step) => {
        const list = rows();
        if (!list.length) return;
        const row = current();
        const at = row ? list.indexOf(row.parentElement) : step > 0 ? -1 : list.length;
        const next = list[Math.max(0, Math.min(list.length - 1, at + step))].querySelector(".row");
        next.focus({ preventScroll: true });
        show(next.href);
    };

    document.addEventListener("keydown", (event) => {
        if (event.metaKey || event.ctrlKey || event.altKey) return;
        if (event.target.closest("input, textarea, select")) {
            if (event.key === "Escape") event.target.blur();
            return;
        }
        if ($("keys").open) return;
        if (event.key === "j") move(1);
        else if (event.key === "k") move(-1);
        else if (event.key === "/") {
            event.preventDefault();
            search.focus();
            search.select();
        } else if (event.key === "?") $("keys").showModal();
        else if (event.key === "Escape" && panes.dataset.open === "detail") back();
        else if (event.key >= "1" && event.key <= "9") {
            const tab = detail.querySelector(`.tab[data-key="${event.key}"]`);
            if (tab) show(tab.href);
        }
    });

    $("help").hidden = false;
    $("help").addEventListener("click", () => $("keys").showModal());
    $("delete").hidden = false;
    $("delete").addEventListener("click", async () => {
        const what = search.value.trim() ? "the messages that match the search" : "all messages";
        if (!confirm("Delete " + what + (space ? " of this space" : "") + "?")) return;
        await fetch("/api/messages" + query(), { method: "DELETE" });
        detail.replaceChildren();
        back();
    });

    listen();
    tidy();
    const open = current();
    if (open) open.scrollIntoView({ block: "center" });
})();

// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

// swift-format-ignore-file
// Made from Page/Assets/list.js by scripts/make-assets.sh: change that file and run `make assets`.

/// The text of `list.js`.
public enum ListScript {
    /// The file's content.
    public static let text = ##"""
// A list of any length of which only the rows in sight are in the document. Rows have one height; places are counted
// from an anchor, the newest message when the list was read, so that what comes later shifts nothing.
export class VirtualList {
    #scroller;
    #runway;
    #address;
    #pages = new Map();
    #anchor = "";
    #total = null;
    #known = 0;
    #more = false;
    #waiting = 0;
    #generation = 0;
    #changed;
    length = 50;

    /**
     * Takes over the rows the server has rendered.
     * @param {HTMLElement} scroller what scrolls, with `data-skip`, `data-total`, `data-more`, `data-anchor`
     * @param {(more: object) => string} address the query of what is listed
     * @param {() => void} changed told whenever rows or numbers have changed
     */
    constructor(scroller, address, changed) {
        this.#scroller = scroller;
        this.#address = address;
        this.#changed = changed;
        this.#runway = document.createElement("div");
        this.#runway.className = "runway";
        const rows = scroller.querySelector("ul");
        const { skip, total, more, anchor } = scroller.dataset;
        this.#anchor = anchor;
        this.#note(total === "" ? null : Number(total), more === "true", Number(skip) + rows.children.length);
        this.#runway.append(rows);
        scroller.append(this.#runway);
        if (Number(skip) % this.length === 0) {
            this.#pages.set(Number(skip) / this.length, { rows, abort: null });
            this.#place(rows, Number(skip));
        } else rows.remove();
        this.#layout();
        scroller.scrollTop = Number(skip) * this.rowHeight;
        scroller.addEventListener("scroll", () => this.#soon(), { passive: true });
        new ResizeObserver(() => this.#soon()).observe(scroller);
        this.#soon();
    }

    get rowHeight() { return parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--row")); }
    /** How many rows there are; a lower bound where `isExact` is false. */
    get count() { return this.#total ?? this.#known; }
    get isExact() { return this.#total !== null; }
    get isAtTop() { return this.#scroller.scrollTop < this.rowHeight; }
    get newest() { return this.#row(0)?.dataset.id ?? ""; }

    #note(total, more, end) {
        this.#more = more;
        if (total !== null) this.#total = total;
        this.#known = Math.max(this.#known, end);
        if (total === null && !more) this.#total = this.#known;
    }

    #place(rows, first) {
        rows.dataset.first = first;
        rows.style.top = first * this.rowHeight + "px";
    }

    #layout() {
        // Where the end is not known there is always one more page to go to.
        const rows = this.#total ?? this.#known + (this.#more ? this.length : 0);
        this.#runway.style.height = rows * this.rowHeight + "px";
        for (const [page, { rows }] of this.#pages) if (rows) this.#place(rows, page * this.length);
    }

    #row(index) {
        const rows = this.#pages.get(Math.floor(index / this.length))?.rows;
        return rows?.children[index % this.length] ?? null;
    }

    #soon() {
        if (this.#waiting) return;
        this.#waiting = requestAnimationFrame(() => {
            this.#waiting = 0;
            this.#update();
        });
    }

    #inSight() {
        const height = this.rowHeight;
        const first = Math.max(0, Math.floor(this.#scroller.scrollTop / height) - 20);
        const last = Math.ceil((this.#scroller.scrollTop + this.#scroller.clientHeight) / height) + 20;
        const end = this.#total ?? this.#known + (this.#more ? this.length : 0);
        const from = Math.floor(first / this.length);
        const to = Math.min(Math.floor(last / this.length), Math.max(0, Math.ceil(end / this.length) - 1));
        return { from, to };
    }

    #update() {
        if (!this.#scroller.clientHeight) return;
        const { from, to } = this.#inSight();
        for (const [page, entry] of this.#pages) {
            if (page >= from - 1 && page <= to + 1) continue;
            entry.abort?.abort();
            entry.rows?.remove();
            this.#pages.delete(page);
        }
        for (let page = from; page <= to; page++) if (!this.#pages.has(page)) this.#load(page).catch(() => {});
    }

    async #fetch(page, signal) {
        const more = { skip: page * this.length, limit: this.length };
        if (this.#anchor) more.from = this.#anchor;
        const answer = await fetch("/fragments/rows" + this.#address(more), { signal });
        if (!answer.ok) throw new Error("The mock answered " + answer.status + ".");
        const rows = document.createElement("ul");
        rows.className = "rows";
        const template = document.createElement("template");
        template.innerHTML = await answer.text();
        rows.append(template.content);
        const total = answer.headers.get("x-parcelpost-total");
        return {
            rows, total: total === null ? null : Number(total), more: answer.headers.get("x-parcelpost-more") === "true",
            anchor: answer.headers.get("x-parcelpost-anchor") ?? "",
        };
    }

    async #load(page) {
        const entry = { rows: null, abort: new AbortController() };
        const generation = this.#generation;
        this.#pages.set(page, entry);
        try {
            const got = await this.#fetch(page, entry.abort.signal);
            if (generation !== this.#generation || this.#pages.get(page) !== entry) return;
            entry.rows = got.rows;
            entry.abort = null;
            this.#note(got.total, got.more, page * this.length + got.rows.children.length);
            this.#place(got.rows, page * this.length);
            this.#runway.append(got.rows);
            this.#layout();
            this.#changed();
            this.#soon();
        } catch (error) {
            if (this.#pages.get(page) === entry) this.#pages.delete(page);
            if (error.name !== "AbortError") throw error;
        }
    }

    /**
     * Reads the list anew, from the newest message there is now.
     * @param {boolean} toTop whether to go to its top, or to stay where it is
     */
    async reload(toTop) {
        const generation = ++this.#generation;
        const newest = this.newest;
        for (const entry of this.#pages.values()) entry.abort?.abort();
        if (toTop) this.#scroller.scrollTop = 0;
        const page = toTop ? 0 : this.#inSight().from;
        this.#anchor = "";
        const got = await this.#fetch(page, undefined);
        if (generation !== this.#generation) return;
        for (const entry of this.#pages.values()) entry.rows?.remove();
        this.#pages.clear();
        this.#anchor = got.anchor;
        this.#total = null;
        this.#known = 0;
        this.#note(got.total, got.more, page * this.length + got.rows.children.length);
        if (newest && page === 0)
            for (const row of got.rows.children) if (row.dataset.id > newest) row.firstElementChild.classList.add("fresh");
        this.#pages.set(page, { rows: got.rows, abort: null });
        this.#place(got.rows, page * this.length);
        this.#runway.append(got.rows);
        this.#layout();
        this.#changed();
        this.#soon();
    }

    /** Marks the row of a message, if it is in the document. */
    mark(id) {
        for (const link of this.#runway.querySelectorAll("[aria-current]")) link.removeAttribute("aria-current");
        this.link(id)?.setAttribute("aria-current", "true");
    }

    /** The link in the row of a message, if it is in the document. */
    link(id) { return this.#runway.querySelector(`li[data-id="${CSS.escape(id)}"] > a`); }

    #indexOf(item) { return Number(item.parentElement.dataset.first) + [...item.parentElement.children].indexOf(item); }

    /** The link `step` rows away from a message's; the first in sight when that is not in the document. */
    async neighbour(id, step) {
        const item = id ? this.link(id)?.parentElement : null;
        let index = item ? this.#indexOf(item) + step : Math.ceil(this.#scroller.scrollTop / this.rowHeight);
        const end = this.#total ?? Infinity;
        index = Math.max(0, Math.min(index, end - 1));
        if (!this.#row(index)) {
            const page = Math.floor(index / this.length);
            if (!this.#pages.get(page)?.rows) await this.#load(page);
        }
        const link = this.#row(index)?.firstElementChild ?? null;
        if (link) this.reveal(index);
        return link;
    }

    /** Scrolls just so far that a row is in sight. */
    reveal(index) {
        const height = this.rowHeight;
        const { scrollTop, clientHeight } = this.#scroller;
        if (index * height < scrollTop) this.#scroller.scrollTop = index * height;
        else if ((index + 1) * height > scrollTop + clientHeight) this.#scroller.scrollTop = (index + 1) * height - clientHeight;
    }

    /** Scrolls to the row of a message, if it is in the document. */
    revealMessage(id) {
        const item = this.link(id)?.parentElement;
        if (item) this.reveal(this.#indexOf(item));
    }
}

"""##
}

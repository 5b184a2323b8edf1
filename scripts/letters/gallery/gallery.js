// The gallery of letters: which picture stands where, and the keys. Reads window.gallery, written beside it.
'use strict';
(() => {
    const { letters, widths, hardWidth, modes } = window.gallery;
    const names = {
        plain: 'As sent', 'no-style': 'No styles', 'no-images': 'No images', outlook: 'Outlook for Windows', text: 'Text part' };
    const choices = { width: widths.map(String), theme: ['light', 'dark'], mode: [...modes, 'text'] };
    const state = { width: '360', theme: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light', mode: 'plain', filter: '' };
    const byId = id => document.getElementById(id);
    const make = (tag, properties = {}, ...children) => {
        const element = Object.assign(document.createElement(tag), properties);
        element.append(...children);
        return element;
    };
    const kilobytes = bytes => (bytes / 1024).toFixed(1) + ' KB';

    // The address keeps what is shown, so that a link shows the same.
    const remembered = new URLSearchParams(location.hash.slice(1));
    for (const key of Object.keys(choices)) if (choices[key].includes(remembered.get(key))) state[key] = remembered.get(key);
    state.filter = remembered.get('filter') || '';

    const picture = letter => state.mode === 'plain'
        ? `shots/${letter.name}.plain-${state.width}-${state.theme}.png`
        : `shots/${letter.name}.${state.mode}-${hardWidth}-light.png`;

    const card = letter => {
        const files = `letters/${letter.name}`;
        const content = state.mode === 'text'
            ? make('pre', { textContent: letter.text, tabIndex: 0, lang: letter.locale })
            : make('a', { className: 'picture', href: picture(letter) }, make('img', {
                src: picture(letter), loading: 'lazy',
                alt: `${letter.letter}, ${letter.locale}, ${letter.fixture}: ${names[state.mode]}` }));
        const article = make('article', { className: 'card', tabIndex: -1 },
            make('div', { className: 'row', lang: letter.locale },
                make('p', { className: 'first' }, make('span', { textContent: letter.from || '(no sender)' }),
                    make('span', { className: 'quiet small', lang: 'en', textContent: `${letter.locale} · ${letter.fixture}` })),
                make('p', { className: 'subject', textContent: letter.subject, title: letter.subject }),
                make('p', { className: 'quiet', textContent: letter.preheader || '(no preheader)', title: letter.preheader })),
            content,
            make('div', { className: 'foot' },
                make('strong', { textContent: letter.letter }), make('span', { className: 'grow' }),
                make('a', { href: `${files}.html`, textContent: `html ${kilobytes(letter.html)}` }),
                make('a', { href: `${files}.txt`, textContent: 'text' }),
                make('a', { href: `${files}.eml`, textContent: `eml ${kilobytes(letter.eml)}` })));
        if (letter.findings.length)
            article.append(make('ul', { className: 'findings' }, ...letter.findings.map(text => make('li', { textContent: text }))));
        return article;
    };

    const show = () => {
        const words = state.filter.toLowerCase().split(/\s+/).filter(Boolean);
        const shown = letters.filter(letter => {
            const text = [letter.letter, letter.locale, letter.fixture, letter.subject, letter.findings.length ? 'findings' : '']
                .join(' ').toLowerCase();
            return words.every(word => text.includes(word));
        });
        const groups = new Map();
        for (const letter of shown) {
            const title = letter.fixture === 'ordinary' ? 'Every letter' : `Other fixtures, on ${letter.letter}`;
            groups.set(title, [...(groups.get(title) || []), letter]);
        }
        const order = [...groups].sort(([a], [b]) => (b === 'Every letter') - (a === 'Every letter'));
        byId('letters').replaceChildren(...order.map(([title, members]) => make('section', {},
            make('h2', {}, title, make('span', { className: 'quiet small number', textContent: String(members.length) })),
            make('div', { className: 'grid' }, ...members.map(card)))));
        if (!shown.length) {
            byId('letters').append(make('p', { className: 'empty' },
                `No letter holds “${state.filter}”. A filter is words of a letter's name, locale, fixture or subject, such as “failed en”. Esc clears it.`));
        }
        byId('count').textContent = shown.length === letters.length ? String(letters.length) : `${shown.length} of ${letters.length}`;
        const plain = state.mode === 'plain';
        byId('width').disabled = byId('theme').disabled = !plain;
        const wide = state.mode === 'text' ? 480 : plain ? Math.min(Number(state.width), 640) : 480;
        document.documentElement.style.setProperty('--card', `min(100%, ${wide}px)`);
        const kept = new URLSearchParams(Object.entries(state).filter(([, value]) => value));
        history.replaceState(null, '', '#' + kept);
    };

    const choose = (key, value) => {
        const middle = document.querySelector('.card:focus');
        const index = middle ? cards().indexOf(middle) : -1;
        state[key] = value;
        for (const input of byId(key).querySelectorAll('input')) input.checked = input.value === value;
        show();
        if (index >= 0) cards()[index]?.focus();
    };
    const next = key => {
        if (byId(key).disabled) return;
        choose(key, choices[key][(choices[key].indexOf(state[key]) + 1) % choices[key].length]);
    };
    const cards = () => Array.from(document.querySelectorAll('.card'));
    const move = step => {
        const all = cards(), at = all.indexOf(document.activeElement.closest('.card'));
        const target = all[Math.min(all.length - 1, Math.max(0, at < 0 && step < 0 ? 0 : at + step))];
        target?.focus();
        target?.scrollIntoView({ block: 'nearest' });
    };

    for (const [key, values] of Object.entries(choices)) {
        for (const value of values) {
            const input = make('input', { type: 'radio', name: key, value, checked: value === state[key] });
            input.addEventListener('change', () => choose(key, value));
            byId(key).append(make('label', {}, input, key === 'width' ? `${value} px` : names[value] || (value === 'light' ? 'Light' : 'Dark')));
        }
    }
    const filter = byId('filter');
    filter.value = state.filter;
    filter.addEventListener('input', () => { state.filter = filter.value; show(); });
    byId('help-button').addEventListener('click', () => byId('help').showModal());

    document.addEventListener('keydown', event => {
        if (event.ctrlKey || event.metaKey || event.altKey || byId('help').open) return;
        if (event.target === filter) {
            if (event.key === 'Escape') {
                filter.value = state.filter = '';
                filter.blur();
                show();
            } else if (event.key === 'Enter') move(1);
            return;
        }
        const actions = {
            '/': () => { filter.focus(); filter.select(); }, j: () => move(1), k: () => move(-1),
            w: () => next('width'), t: () => next('theme'), m: () => next('mode'), '?': () => byId('help').showModal(),
            Escape: () => { filter.value = state.filter = ''; show(); },
        };
        if (event.key === 'Enter' && event.target.classList.contains('card')) event.target.querySelector('.picture')?.click();
        else if (actions[event.key]) { event.preventDefault(); actions[event.key](); }
    });
    show();
})();

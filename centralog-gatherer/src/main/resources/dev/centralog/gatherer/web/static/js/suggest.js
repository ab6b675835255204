// SPDX-License-Identifier: Apache-2.0
// What can be typed into the search next: the names of conditions, or the known values of the one that is being typed.
import { html, nothing, render } from './lit.js';
import { NAMES } from './filters.js';
import { plain } from './text.js';

const MOST = 20;

/** The condition that is being typed, at the end of what there is. */
const TYPED = /(?:^|\s)-?([a-z]+):"?([^\s"]*)$/iu;

/** @type {Record<string, (meta: any) => string[]>} */
const KNOWN = {
    level: (meta) => meta?.levels ?? [],
    app: (meta) => meta?.apps ?? [],
    environment: (meta) => meta?.environments ?? [],
    release: (meta) => (meta?.releases ?? []).map((each) => each.release),
    has: () => ['throwable'],
    since: () => ['15m', '1h', '6h', '24h', '7d'],
};

/**
 * Shows below the field what can be typed next.
 * @param {HTMLInputElement} input
 * @param {any} meta as the API gives it; undefined while it is not known
 */
export function suggest(input, meta) {
    const place = /** @type {HTMLElement} */ (input.form.querySelector('.hints'));
    const [, name, begun] = TYPED.exec(input.value) ?? [];
    const fits = (value) => value.toLowerCase().includes(begun.toLowerCase()) && value !== begun;
    const isFirst = (value) => Number(!value.toLowerCase().startsWith(begun.toLowerCase()));
    const values = name ? [...new Set(KNOWN[name.toLowerCase()]?.(meta) ?? [])].filter(fits).sort((a, b) => isFirst(a) - isFirst(b)).slice(0, MOST) : [];
    const take = (text) => {
        input.value = text;
        input.focus();
        suggest(input, meta);
    };
    const complete = (value) => () => take(input.value.slice(0, input.value.length - begun.length).replace(/"$/, '') + (/\s/.test(value) ? `"${value}"` : value) + ' ');
    const insert = (condition) => () => take(`${input.value.trimEnd()} ${condition}`.trimStart());
    render(
        values.length
            ? html`<span class="hint">Known values of ${name}; ↓ leads to them.</span>${values.map((each) => button(each, plain(each, 60), complete(each)))}`
            : html`<span class="hint">Words are looked for in message, template and throwable; a leading − excludes. ↓ leads to what there is.</span>
                  ${[...Object.keys(NAMES).map((each) => each + ':'), 'mdc.KEY:'].map((each) => button(each, each, insert(each), NAMES[each.slice(0, -1)] ?? 'a key of the MDC'))}`,
        place,
    );
}

const button = (key, text, run, title) => html`<button type="button" tabindex="-1" data-key=${key} title=${title ?? nothing} @mousedown=${(event) => event.preventDefault()} @click=${run}>${text}</button> `;

/** Moves among the suggestions by the arrow keys. @param {KeyboardEvent} event */
export function moveAmong(event) {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const target = /** @type {HTMLElement} */ (event.target);
    const form = target.closest('form');
    const all = /** @type {HTMLElement[]} */ ([...form.querySelectorAll('.hints button')]);
    const at = all.indexOf(target);
    if (event.key === 'Escape' && at >= 0) {
        /** @type {HTMLElement} */ (form.querySelector('input')).focus();
    } else if (step && all.length && (at >= 0 || event.key === 'ArrowDown')) {
        (all[at + step] ?? form.querySelector('input')).focus();
    } else {
        return;
    }
    event.preventDefault();
    event.stopPropagation();
}

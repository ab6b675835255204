// SPDX-License-Identifier: Apache-2.0
// Small pieces that several views show.
import { html, nothing, svg } from './lit.js';
import { narrowed, withParams } from './address.js';
import * as format from './format.js';
import { plain, shown } from './text.js';

/** The levels that want to be looked at. */
export const SEVERE = ['FATAL', 'ERROR', 'WARN'];

/** @param {string} level */
export const level = (level) => html`<span class="level ${level.toLowerCase()}">${level}</span>`;

/**
 * Returns a time of the browser's zone, in UTC where the pointer rests.
 * @param {string | undefined} iso
 * @param {'minutes' | 'seconds' | 'millis'} precision
 */
export function time(iso, precision = 'seconds') {
    if (!iso) {
        return nothing;
    }
    const at = new Date(iso);
    return html`<time datetime=${iso} title="${iso.replace('T', ' ').replace('Z', '')} UTC, ${format.ago(at)}">${format.time(at, precision)}</time>`;
}

/**
 * Returns a value that narrows the search: a link that includes it, and one that excludes it.
 * @param {string} name the filter, such as host
 * @param {unknown} value
 * @param {string} [short] what is shown of it
 * @param {Record<string, string | null>} [more] conditions that it is to be looked for with
 */
export function value(name, value, short, more) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (text === '' || text.length > 1000) {
        return html`<span class="text">${text === '' ? '(empty)' : shown(text)}</span>`;
    }
    return html`<span class="value"><a class="text" href=${narrowed(name, text, more)} title="Only ${name} ${plain(text, 80)}">${shown(short ?? text)}</a><a
            class="exclude" href=${narrowed('-' + name, text, more)} title="Without ${name} ${plain(text, 80)}" aria-label="Exclude ${name} ${plain(text, 80)}">−</a></span>`;
}

/**
 * Returns links that narrow a view by severity.
 * @param {URLSearchParams} params
 */
export function severities(params) {
    const chosen = params.get('level') ?? '';
    const from = (name, text) => html`<a href=${withParams({ level: name || null })} aria-current=${name === chosen ? 'true' : nothing}>${text}</a>`;
    return html`<nav class="segments" aria-label="Level">${from('', 'All levels')} ${from('WARN', 'WARN and worse')} ${from('ERROR', 'ERROR and worse')}</nav>`;
}

/**
 * Returns how counts went, as small bars.
 * @param {number[]} slices
 * @param {string} kind a class for its colour
 */
export function trend(slices, kind = '') {
    const highest = Math.max(...slices, 1);
    const height = 18;
    const bars = slices.map((each, index) => {
        const tall = each ? Math.max(1.5, (each / highest) * height) : 0;
        return tall ? `M${index} ${height}v-${tall.toFixed(1)}h.8v${tall.toFixed(1)}z` : '';
    });
    const label = slices.length ? `trend: highest ${format.count(highest)} of ${slices.length} slices, last ${format.count(slices.at(-1))}` : 'no trend';
    return html`<svg class="trend ${kind}" viewBox="0 0 ${Math.max(slices.length, 1)} ${height}" preserveAspectRatio="none" role="img" aria-label=${label}>
        ${svg`<title>${label}</title><path d=${bars.join('')}></path>`}
    </svg>`;
}

/**
 * Returns a bar of a share, without markup for its length.
 * @param {number} share from 0 to 1
 */
export const bar = (share) => html`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
    <rect width=${Math.max(0.5, share * 100).toFixed(1)} height="1"></rect>
</svg>`;

/**
 * @param {string | (() => string)} content
 * @param {string} what
 * @param {string} name of the button
 */
export function copy(content, what, name = 'Copy') {
    const run = async (event) => {
        const button = event.currentTarget;
        const text = typeof content === 'string' ? content : content();
        const done = await navigator.clipboard.writeText(text).then(() => true, () => copyBySelection(text));
        button.textContent = done ? 'Copied' : 'Could not copy';
        setTimeout(() => (button.textContent = name), 1500);
    };
    return html`<button class="quiet copy" type="button" aria-label="Copy ${what}" @click=${run}>${name}</button>`;
}

/** Where the page is not served from a secure origin there is no clipboard. */
function copyBySelection(text) {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
}

/** @param {import('./api.js').Failure} failure */
export const failed = (failure) => html`<p class="failed" role="alert">${shown(failure.message)}</p>`;

/** @param {string} what */
export const waiting = (what) => html`<p class="waiting">${what}…</p>`;

// SPDX-License-Identifier: Apache-2.0
// The dialog in which a range of time is chosen by its two ends, in the browser's zone.
import { html, nothing, render } from './lit.js';
import { go, withParams } from './address.js';
import * as format from './format.js';

const MINUTE = 60_000;

/** @param {URLSearchParams} params of the address, whose range is the one to begin with */
export function chooseRange(params) {
    const dialog = /** @type {HTMLDialogElement} */ (document.querySelector('#range'));
    const now = Date.now();
    const since = momentOf(params.get('since') ?? '24h', now);
    const until = momentOf(params.get('until'), now);
    const draw = (failure = '') => render(form(since, until, failure, draw), dialog);
    draw();
    dialog.showModal();
}

/** Returns the milliseconds of a time or of a length of time before now; now if it is neither. @param {string | null} text */
function momentOf(text, now) {
    const length = format.lengthOf(text);
    const time = text && length === null ? Date.parse(text) : now - (length ?? 0);
    return Number.isNaN(time) ? now : time;
}

function form(since, until, failure, draw) {
    return html`<form method="dialog" @submit=${(event) => submit(event, draw)}>
        <h2 id="range-title">From when to when</h2>
        <p class="muted">in this browser's zone, ${format.zone()}</p>
        <label class="stacked">From <input type="datetime-local" name="since" required .value=${local(since)}></label>
        <label class="stacked">To <input type="datetime-local" name="until" .value=${local(until)}> <span class="muted">empty: up to now</span></label>
        ${failure ? html`<p class="failed" role="alert">${failure}</p>` : nothing}
        <p class="actions"><button class="primary">Show</button> <button type="button" @click=${(event) => event.target.closest('dialog').close()}>Cancel</button></p>
    </form>`;
}

function submit(event, draw) {
    event.preventDefault();
    const { since, until } = event.target.elements;
    if (until.value && until.value <= since.value) {
        draw('The end is not after the beginning.');
        return;
    }
    event.target.closest('dialog').close();
    go(withParams({ since: iso(since.value), until: until.value ? iso(until.value) : null, at: null }));
}

/** As the field takes it: a time of the browser's zone to the minute. */
const local = (millis) => new Date(millis - new Date(millis).getTimezoneOffset() * MINUTE).toISOString().slice(0, 16);

const iso = (text) => new Date(text).toISOString().replace('.000Z', 'Z');

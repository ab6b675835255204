// SPDX-License-Identifier: Apache-2.0
// Rows of events.
import { html, nothing, repeat } from './lit.js';
import { to, withParams } from './address.js';
import { eventDetail } from './detail.js';
import { found, hosts, inFull, mayVary, origins, repeats } from './folded.js';
import * as format from './format.js';
import { level, time, value } from './parts.js';
import { highlighted, shown, template, varying } from './text.js';

/**
 * Returns rows of events. A row opens below itself, and the address says which one is open.
 * @param {any[]} events
 * @param {URLSearchParams} params
 * @param {{here?: string, opened?: import('./main.js').Part}} about the id of the event that all is about; the samples of the open row
 */
export function eventTable(events, params, { here, opened } = {}) {
    const open = params.get('open');
    return html`<table class="list events">
        <thead>
            <tr><th scope="col" title="Times are of this browser's zone">Time, ${format.zone()}</th><th scope="col">Level</th><th scope="col" class="wide">App, host</th><th scope="col">Message</th><th scope="col" class="number">Repeats</th></tr>
        </thead>
        <tbody>
            ${repeat(events, (each, index) => each.id ?? `${each.time} ${each.group} ${index}`, (each, index) => (each.gap === undefined ? row(each, String(each.id ?? index), { open, here, opened, params }) : gap(each)))}
        </tbody>
    </table>`;
}

/** Where a live tail has missed something. */
const gap = (each) => html`<tr class="gap"><td colspan="5"><span class="text">${shown(each.gap)}</span> <a href=${to('/search')}>The search has it.</a></td></tr>`;

/** The packages of a logger by their first letters, as they are the same for most. */
const shortLogger = (name) => name.replace(/([^.\s])[^.\s]*\.(?=[^.])/gu, '$1.');

function row(each, id, { open, here, opened, params }) {
    const shownOf = found(each, params);
    const { of } = shownOf;
    const isOpen = id === open;
    const href = withParams({ open: isOpen ? null : id, before: params.get('before') });
    const words = params.getAll('text');
    const varies = mayVary(shownOf);
    return html`<tr data-line data-level=${each.level} class="${isOpen ? 'open' : ''} ${id === here ? 'here' : ''}">
            <td class="when">${time(of.time, 'millis')}</td>
            <td>${level(each.level)}</td>
            <td class="wide origin">${value('app', each.app ?? '')} ${hosts(shownOf)}</td>
            <td class="what">
                <a class="line text${varies ? ' several' : ''}" href=${href} ?data-replace=${isOpen} aria-expanded=${isOpen} aria-current=${id === here ? 'true' : nothing}>${text(of, words, varies)}</a>
                <p class="sub">${value('logger', each.logger ?? '', shortLogger(each.logger ?? ''))}${each.thrown_class ? html`<span class="thrown text">${highlighted(each.thrown_class.replace(/^.*\./, ''), words)}${of.thrown_message ? html`: ${highlighted(of.thrown_message.slice(0, 200), words)}` : nothing}</span>` : nothing}</p>
            </td>
            <td class="number">${repeats(shownOf)}</td>
        </tr>
        ${isOpen ? html`<tr class="opened"><td colspan="5">${rowDetail(each, shownOf, opened)}</td></tr>` : nothing}`;
}

/** The message of a row; its template where only other events of the row are stored in full. */
function text(of, words, varies) {
    if (!of.message && of.template) {
        return template(of.template.slice(0, 600));
    }
    const message = (of.message ?? '(no text)').slice(0, 600);
    const parts = varies && !words.length && of.template && of.message.length <= 600 ? varying(of.template, message) : null;
    return parts ?? highlighted(message, words);
}

/** A row in full: the event that was asked for first. */
export function rowDetail(row, { of, by, isOwn }, opened) {
    const note = isOwn ? nothing : html`<p class="muted notes">${row.matching_sample ? 'This is the event of the row that matches; the row has others, too.' : 'The event that matches was counted, but is not stored in full. This is what it has in common with the others of its row.'}</p>`;
    return eventDetail(of, { note, origins: by.length > 1 ? origins(by) : null, more: inFull(row, opened) });
}

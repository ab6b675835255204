// SPDX-License-Identifier: Apache-2.0
// Rows of events.
import { html, nothing, repeat } from './lit.js';
import { to, withParams } from './address.js';
import { eventDetail } from './detail.js';
import * as format from './format.js';
import { level, time, value } from './parts.js';
import { highlighted, shown } from './text.js';

/**
 * Returns rows of events. A row opens below itself, and the address says which one is open.
 * @param {any[]} events
 * @param {URLSearchParams} params
 * @param {string} [here] the id of the event that all is about
 */
export function eventTable(events, params, here) {
    const open = params.get('open');
    return html`<table class="list events">
        <thead>
            <tr><th scope="col" title="Times are of this browser's zone">Time, ${format.zone()}</th><th scope="col">Level</th><th scope="col" class="wide">App, host</th><th scope="col">Message</th><th scope="col" class="number">Repeats</th></tr>
        </thead>
        <tbody>
            ${repeat(events, (each, index) => each.id ?? `${each.time} ${each.group} ${index}`, (each, index) => (each.gap === undefined ? row(each, String(each.id ?? index), open, here, params) : gap(each)))}
        </tbody>
    </table>`;
}

/** Where a live tail has missed something. */
const gap = (each) => html`<tr class="gap"><td colspan="5"><span class="text">${shown(each.gap)}</span> <a href=${to('/search')}>The search has it.</a></td></tr>`;

/** The packages of a logger by their first letters, as they are the same for most. */
const shortLogger = (name) => name.replace(/([^.\s])[^.\s]*\.(?=[^.])/gu, '$1.');

function row(each, id, open, here, params) {
    const isOpen = id === open;
    const href = withParams({ open: isOpen ? null : id, before: params.get('before') });
    const words = params.getAll('text');
    return html`<tr data-line data-level=${each.level} class="${isOpen ? 'open' : ''} ${id === here ? 'here' : ''}">
            <td class="when">${time(each.time, 'millis')}</td>
            <td>${level(each.level)}</td>
            <td class="wide origin">${value('app', each.app ?? '')} ${each.host ? value('host', each.host) : nothing}</td>
            <td class="what">
                <a class="line text" href=${href} data-replace aria-expanded=${isOpen} aria-current=${id === here ? 'true' : nothing}>${highlighted((each.message ?? each.template ?? '(no text)').slice(0, 600), words)}</a>
                <p class="sub">${value('logger', each.logger ?? '', shortLogger(each.logger ?? ''))}${each.thrown_class ? html`<span class="thrown text">${highlighted(each.thrown_class.replace(/^.*\./, ''), words)}${each.thrown_message ? html`: ${highlighted(each.thrown_message.slice(0, 200), words)}` : nothing}</span>` : nothing}</p>
            </td>
            <td class="number">${each.repeats > 1 ? html`<b>×${format.count(each.repeats)}</b>` : ''}</td>
        </tr>
        ${isOpen ? html`<tr class="opened"><td colspan="5">${eventDetail(each)}</td></tr>` : nothing}`;
}

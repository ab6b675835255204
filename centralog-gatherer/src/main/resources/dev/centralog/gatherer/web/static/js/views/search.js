// SPDX-License-Identifier: Apache-2.0
// Events that fit, the newest first.
import { html, nothing, repeat } from '../lit.js';
import { to, withParams } from '../address.js';
import { eventDetail } from '../detail.js';
import { conditions } from '../filters.js';
import * as format from '../format.js';
import { histogram, question } from '../histogram.js';
import { failed, level, time, value, waiting } from '../parts.js';
import { shown } from '../text.js';

/** @type {import('../main.js').View} */
export const search = {
    name: 'Search',
    title: ({ params }) => (params.get('text') ? `Search: ${params.get('text').slice(0, 80)}` : 'Search'),
    questions({ params }) {
        const asked = conditions(params);
        asked.set('limit', '100');
        if (params.has('before')) {
            asked.set('before', params.get('before'));
        }
        return { histogram: question(params), events: { view: 'events', params: asked } };
    },
    content: ({ params }, parts) => html`${histogram(parts.histogram, params)} ${results(parts.events, params)}`,
};

function results(part, params) {
    if (!part?.data) {
        return html`<section aria-label="Events">${part?.failure ? failed(part.failure) : waiting('Searching')}</section>`;
    }
    const { events, next, why } = part.data;
    return html`<section aria-labelledby="events-title">
        <div class="heading">
            <h2 id="events-title">Events</h2>
            <p class="muted">newest first${params.has('before') ? html`, older than those before; <a href=${withParams({})}>to the newest</a>` : nothing}; a row stands for what one second repeats (×)</p>
        </div>
        ${events.length ? eventTable(events, params) : noneFits(why, params)}
        ${next ? html`<p class="more"><a class="button" href=${withParams({ before: next })}>Older events</a></p>` : events.length ? html`<p class="muted more">These are all, in the chosen time.</p>` : nothing}
    </section>`;
}

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
            <tr><th scope="col">Time</th><th scope="col">Level</th><th scope="col" class="wide">App, host</th><th scope="col">Message</th><th scope="col" class="number">Repeats</th></tr>
        </thead>
        <tbody>
            ${repeat(events, (each, index) => each.id ?? `${each.time} ${each.group} ${index}`, (each, index) => row(each, String(each.id ?? index), open, here, params))}
        </tbody>
    </table>`;
}

function row(each, id, open, here, params) {
    const isOpen = id === open;
    const href = withParams({ open: isOpen ? null : id, before: params.get('before') });
    return html`<tr data-line data-level=${each.level} class="${isOpen ? 'open' : ''} ${id === here ? 'here' : ''}">
            <td class="when">${time(each.time, 'millis')}</td>
            <td>${level(each.level)}</td>
            <td class="wide origin">${value('app', each.app ?? '')} ${each.host ? value('host', each.host) : nothing}</td>
            <td class="what">
                <a class="line text" href=${href} data-replace aria-expanded=${isOpen} aria-current=${id === here ? 'true' : nothing}>${shown((each.message ?? each.template ?? '(no text)').slice(0, 600))}</a>
                <p class="sub">${value('logger', each.logger ?? '')}${each.thrown_class ? html`<span class="thrown text">${shown(each.thrown_class.replace(/^.*\./, ''))}${each.thrown_message ? html`: ${shown(each.thrown_message.slice(0, 200))}` : nothing}</span>` : nothing}</p>
            </td>
            <td class="number">${each.repeats > 1 ? html`<b>×${format.count(each.repeats)}</b>` : ''}</td>
        </tr>
        ${isOpen ? html`<tr class="opened"><td colspan="5">${eventDetail(each)}</td></tr>` : nothing}`;
}

function noneFits(why, params) {
    return html`<div class="empty">
        <p>No event fits.</p>
        ${why?.length ? html`<ul>${why.map((each) => html`<li class="text">${shown(each)}</li>`)}</ul>` : nothing}
        <p>${params.get('since') === '30d' ? nothing : html`<a class="button" href=${withParams({ since: '30d', until: null })}>Look at 30 days</a> `}<a class="button" href=${to('/search')}>Take all conditions away</a></p>
    </div>`;
}

// SPDX-License-Identifier: Apache-2.0
// Events that fit, the newest first.
import { html, nothing } from '../lit.js';
import { to, withParams } from '../address.js';
import { eventTable } from '../events.js';
import { exports } from '../exports.js';
import { conditions } from '../filters.js';
import { events as eventsOf, openQuestion } from '../folded.js';
import * as format from '../format.js';
import { histogram, question, USUAL_TIME } from '../histogram.js';
import { failed, severities, time, waiting } from '../parts.js';
import { shown } from '../text.js';

/** @type {import('../main.js').View} */
export const search = {
    name: 'Search',
    title: ({ params }) => (params.get('text') ? `Search: ${params.get('text').slice(0, 80)}` : 'Search'),
    questions: ({ params }) => ({ histogram: question(params), events: { view: 'events', params: asked(params) }, ...openQuestion(params) }),
    content: ({ params }, parts) => html`${histogram(parts.histogram, params)} ${results(parts.events, params, parts.opened)}`,
};

/** What is searched for: rows are of the same time as the chart. */
function chosen(params) {
    const all = conditions(params);
    if (!params.has('since') && !params.has('until')) {
        all.set('since', USUAL_TIME);
    }
    return all;
}

function asked(params) {
    const all = chosen(params);
    all.set('limit', '100');
    if (params.has('before')) {
        all.set('before', params.get('before'));
    }
    return all;
}

function follow(params) {
    const all = conditions(params);
    ['since', 'until'].forEach((name) => all.delete(name));
    return '/tail' + (all.size ? '?' + all : '');
}

function results(part, params, opened) {
    if (!part?.data) {
        return html`<section aria-label="Events">${part?.failure ? failed(part.failure) : waiting('Searching')}</section>`;
    }
    const { events, next, why, notes = [], older_by_words: byWords = [] } = part.data;
    return html`<section aria-labelledby="events-title">
        <div class="heading">
            <h2 id="events-title">Events</h2>
            <p class="muted">${events.length ? html`${format.counted(eventsOf(events, params), 'event')} in ${format.counted(events.length, 'row')}${next ? ' up to here' : ''}, ` : nothing}newest first${params.has('before') ? html`, older than those before; <a href=${withParams({})}>to the newest</a>` : nothing}; a row stands for what one second repeats (×)</p>
            ${events.length ? exports('events', chosen(params), 'Export all that fit') : nothing}
        </div>
        <div class="narrowing">${severities(params)} <a href=${follow(params)}>Follow these live</a></div>
        ${events.length ? eventTable(events, params, { opened }) : next ? noneYet(part.data) : noneFits(why, params)} ${notes.map((each) => html`<p class="muted notes text">${shown(each)}.</p>`)}
        ${byWords.length ? ofWords(byWords, params, opened) : nothing}
        ${next ? html`<p class="more"><a class="button" href=${withParams({ before: next })}>${events.length ? 'Older events' : 'Search further back'}</a></p>` : events.length ? html`<p class="muted more">These are all, in the chosen time.</p>` : nothing}
    </section>`;
}

/** What the index has found further back: the search has not been there yet. */
const ofWords = (events, params, opened) => html`<div class="further">
    <h3>Further back</h3>
    <p class="muted">found at once by whole words of what a group said first; others may be between them</p>
    ${eventTable(events, params, { opened })}
</div>`;

const noneYet = ({ searched_to: to }) => html`<p class="empty">Nothing was found${to ? html` back to ${time(to, 'minutes')}` : nothing} yet.</p>`;

function noneFits(why, params) {
    return html`<div class="empty">
        <p>No event fits.</p>
        ${why?.length ? html`<ul>${why.map((each) => html`<li class="text">${shown(each)}</li>`)}</ul>` : nothing}
        <p>${params.get('since') === '30d' ? nothing : html`<a class="button" href=${withParams({ since: '30d', until: null })}>Look at 30 days</a> `}<a class="button" href=${to('/search')}>Take all conditions away</a></p>
    </div>`;
}

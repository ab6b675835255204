// SPDX-License-Identifier: Apache-2.0
// Who did what how often.
import { html, nothing } from '../lit.js';
import { go, withParams } from '../address.js';
import { exports } from '../exports.js';
import * as format from '../format.js';
import { openActions, openQuestion } from '../openactions.js';
import { bar, failed, time, waiting } from '../parts.js';
import { plain, shown } from '../text.js';

const MOST_SHOWN = 20;
const LIMIT = '500';
const NAMES = ['user', 'action'];

/** @type {import('../main.js').View} */
export const actions = {
    name: 'Actions',
    title: ({ params }) => ['Actions', ...NAMES.filter((name) => params.get(name)).map((name) => `${name === 'user' ? 'of' : ''} ${plain(params.get(name), 60)}`.trim())].join(' '),
    questions: ({ params }) => ({ actions: { view: 'actions', params: asked(params) }, ...openQuestion(params) }),
    content: ({ params }, parts) => html`${only(params)} ${openActions(parts.open)} ${content(parts.actions, params)}`,
};

function asked(params) {
    const all = new URLSearchParams({ limit: LIMIT });
    ['since', 'until', ...NAMES].forEach((name) => params.get(name) && all.set(name, params.get(name)));
    return all;
}

function content(part, params) {
    if (!part?.data) {
        return part?.failure ? failed(part.failure) : waiting('Counting actions');
    }
    const { top, slices, why } = part.data;
    return html`
        ${top.length
            ? html`${chart(slices, params)}
                  <div class="columns even">
                      ${ranking('Top actions', 'action', top, params)} ${ranking('Top users', 'user', top, params)}
                  </div>
                  ${pairs(top, params)} ${last(slices)}
                  ${exports('actions', asked(params), 'Export these actions')}`
            : none(why, params)}
    `;
}

/** Which user or action all of it is about. */
function only(params) {
    const chosen = NAMES.filter((name) => params.get(name));
    return chosen.length
        ? html`<ul class="chips own" aria-label="Conditions">
              ${chosen.map((name) => html`<li><span>${name}: <b class="text">${shown(params.get(name))}</b></span><a class="remove" href=${withParams({ [name]: null })} aria-label="Remove ${name}: ${plain(params.get(name), 60)}">✕</a></li>`)}
          </ul>`
        : nothing;
}

function none(why, params) {
    return html`<div class="empty">
        <p>No action was counted in this time.</p>
        ${why?.length ? html`<ul>${why.map((each) => html`<li class="text">${shown(each)}</li>`)}</ul>` : html`<p>Actions are what an application counts by <code>Actions.count(user, action)</code>: see docs/actions.md.</p>`}
        ${NAMES.some((name) => params.get(name)) ? html`<p><a class="button" href=${withParams({ user: null, action: null })}>All users and actions</a></p>` : nothing}
    </div>`;
}

/** The counts of the slices that were read, which are the last ones. */
function chart(slices, params) {
    if (!slices.length) {
        return nothing;
    }
    const width = Math.max(...slices.map((each) => each.slice_seconds));
    const first = Date.parse(slices[0].slice_start) / 1000;
    const end = Date.parse(slices.at(-1).slice_start) / 1000 + width;
    const step = width * Math.max(1, Math.ceil((end - first) / width / 120));
    const counts = new Array(Math.ceil((end - first) / step)).fill(0);
    slices.forEach((each) => (counts[Math.floor((Date.parse(each.slice_start) / 1000 - first) / step)] += each.count));
    const histogram = { since: slices[0].slice_start, until: new Date(end * 1000).toISOString(), slice_seconds: step, levels: { INFO: counts } };
    const sum = counts.reduce((a, b) => a + b, 0);
    return html`<section class="panel chart" aria-label="Actions over time">
        <div class="caption"><p><b>${format.counted(sum, 'action')}</b> <span class="muted">from ${time(slices[0].slice_start, 'minutes')} on, ${slices.length < Number(LIMIT) ? 'all that were counted' : `the last ${format.count(slices.length)} counts`}; a bar is ${format.length(step)}</span></p></div>
        <event-chart .shown=${{ histogram, levels: ['INFO'], names: { INFO: 'actions' } }} aria-label="Chart of actions over time, ${format.count(sum)} in all. Arrow keys read the slices, drag to zoom." @zoom=${(event) => go(withParams(event.detail))}></event-chart>
    </section>`;
}

/** Counts by user or by action, summed up from those of both together. */
function ranking(title, name, top, params) {
    const sums = new Map();
    top.forEach((each) => sums.set(each[name], (sums.get(each[name]) ?? 0) + each.count));
    const rows = [...sums].sort((a, b) => b[1] - a[1]);
    const most = rows[0][1];
    return html`<section aria-label=${title}>
        <h2>${title}</h2>
        <table class="bars">
            <tbody>
                ${rows.slice(0, MOST_SHOWN).map(([value, count]) => html`<tr><th scope="row"><a class="text" href=${withParams({ [name]: value })} aria-current=${params.get(name) === value ? 'true' : nothing}>${shown(value)}</a></th><td class="track">${bar(count / most)}</td><td class="number">${format.count(count)}</td></tr>`)}
            </tbody>
        </table>
        ${rows.length > MOST_SHOWN ? html`<p class="muted">and ${format.count(rows.length - MOST_SHOWN)} more</p>` : nothing}
        ${top.length >= Number(LIMIT) ? html`<p class="muted notes">Of the ${format.count(top.length)} most frequent pairs of a user and an action.</p>` : nothing}
    </section>`;
}

function pairs(top, params) {
    return html`<section aria-labelledby="pairs-title">
        <div class="heading"><h2 id="pairs-title">Who did what</h2><p class="muted">the most frequent first</p></div>
        <table class="list done">
            <thead><tr><th scope="col">User</th><th scope="col">Action</th><th scope="col" class="number">Count</th><th scope="col" class="wide">First slice</th><th scope="col">Last slice</th></tr></thead>
            <tbody>
                ${top.slice(0, 100).map(
                    (each) => html`<tr data-line>
                        <td class="who"><a class="text" href=${withParams({ user: each.user })}>${shown(each.user)}</a></td>
                        <td class="who"><a class="line text" href=${withParams({ user: each.user, action: each.action })}>${shown(each.action)}</a></td>
                        <td class="number">${format.count(each.count)}</td>
                        <td class="wide when">${time(each.first_slice, 'minutes')}</td>
                        <td class="when">${time(each.last_slice, 'minutes')}</td>
                    </tr>`,
                )}
            </tbody>
        </table>
        ${top.length > 100 ? html`<p class="muted notes">and ${format.count(top.length - 100)} more; choose a user or an action.</p>` : nothing}
    </section>`;
}

function last(slices) {
    if (!slices.length) {
        return nothing;
    }
    const newest = [...slices].reverse().slice(0, 50);
    const hasValues = newest.some((each) => each.value_count);
    const hasSamples = newest.some((each) => each.payload_samples?.length);
    return html`<section aria-labelledby="slices-title">
        <div class="heading"><h2 id="slices-title">Latest slices</h2><p class="muted">each is what one user did in one slice of time</p></div>
        <table class="list done">
            <thead><tr><th scope="col">Slice</th><th scope="col">User</th><th scope="col">Action</th><th scope="col" class="number">Count</th>${hasValues ? html`<th scope="col" class="number wide">Values: sum (least to most)</th>` : nothing}${hasSamples ? html`<th scope="col" class="wide">Samples</th>` : nothing}</tr></thead>
            <tbody>
                ${newest.map(
                    (each) => html`<tr>
                        <td class="when">${time(each.slice_start)} <span class="muted wide">+ ${format.length(each.slice_seconds)}</span></td>
                        <td class="who"><a class="text" href=${withParams({ user: each.user })}>${shown(each.user)}</a></td>
                        <td class="who"><a class="text" href=${withParams({ action: each.action })}>${shown(each.action)}</a>${each.flag ? html` <span class="state">${shown(each.flag)}</span>` : nothing}</td>
                        <td class="number">${format.count(each.count)}</td>
                        ${hasValues ? html`<td class="number wide">${each.value_count ? html`${format.decimal(each.value_sum)} <span class="muted">(${format.decimal(each.value_min)} to ${format.decimal(each.value_max)})</span>` : ''}</td>` : nothing}
                        ${hasSamples ? html`<td class="wide"><code class="text">${shown(plain((each.payload_samples ?? []).map((of) => (typeof of === 'string' ? of : JSON.stringify(of))).join(' · '), 200))}</code></td>` : nothing}
                    </tr>`,
                )}
            </tbody>
        </table>
    </section>`;
}

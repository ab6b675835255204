// SPDX-License-Identifier: Apache-2.0
// The chart of events by level, with what it says in words, and the levels that can be left out.
import { html, nothing } from './lit.js';
import { go, to, withParams } from './address.js';
import { exports } from './exports.js';
import { conditions } from './filters.js';
import * as format from './format.js';
import { failed, SEVERE, time, waiting } from './parts.js';
import { shown } from './text.js';

/** The time that the API counts if it is not told another one. */
export const USUAL_TIME = '24h';

/** What the sums of the chart are known by: names of which one value is meant, and names of which any is. */
const COUNTED_ONCE = ['since', 'until', 'level'];
const COUNTED = [...COUNTED_ONCE, 'app', 'environment', 'release'];

/** The question for the API. @param {URLSearchParams} params */
export function question(params) {
    const asked = new URLSearchParams();
    COUNTED.forEach((name) => params.getAll(name).slice(0, COUNTED_ONCE.includes(name) ? 1 : undefined).forEach((value) => asked.append(name, value)));
    return { view: 'histogram', params: asked };
}

/** The names of the conditions that rows must meet, and that the chart does not know. */
const uncounted = (params) => [...new Set([...conditions(params).keys()].filter((name) => !COUNTED.includes(name)).map((name) => (name.startsWith('-') ? `not ${name.slice(1)}` : name)))];

/**
 * @param {import('./main.js').Part | undefined} part
 * @param {URLSearchParams} params
 */
export function histogram(part, params) {
    if (!part?.data) {
        return part?.failure ? failed(part.failure) : html`<div class="panel chart">${waiting('Counting events')}</div>`;
    }
    const data = part.data;
    // The most severe level is the first one.
    const sums = Object.entries(data.levels).map(([level, slices]) => ({ level, sum: slices.reduce((a, b) => a + b, 0) }));
    const hidden = hiddenLevels(params, sums);
    const visible = sums.filter(({ level, sum }) => sum && !hidden.has(level)).map(({ level }) => level);
    const not = uncounted(params);
    const zoomed = params.has('since') && (params.has('until') || format.lengthOf(params.get('since')) === null);
    return html`<section class="panel chart" aria-label="Events over time">
        <div class="caption">
            <p><b>${format.counted(data.repeats, 'event')}</b>${data.rows == null ? nothing : html` <span title="A row stands for all that one statement has logged within one second">in ${format.counted(data.rows, 'row')}</span>`}${not.length ? html` in all, <span class="warned text" title="The chart and these numbers know application, environment, release and level alone. The list has what fits.">not narrowed by ${shown(not.join(', '))}</span>` : nothing} ${silence(data)}</p>
            <div class="levels" role="group" aria-label="Levels shown in the chart">
                ${sums.filter(({ sum }) => sum).map(({ level, sum }) => toggle(level, sum, hidden, params))}
            </div>
            ${data.repeats ? exports('histogram', question(params).params, 'Export the chart') : nothing}
            ${zoomed ? html`<a class="button" href=${withParams({ since: null, until: null })}>Whole time</a>` : toWhatIsThere(data)}
        </div>
        ${data.repeats
            ? html`<event-chart .shown=${{ histogram: data, levels: visible.reverse() }} aria-label=${summary(data, sums)} @zoom=${zoom} @moment=${choose}></event-chart>`
            : html`<p class="empty">Nothing was logged in this time. Choose a longer one above, or look whether <a href=${to('/pipeline')}>the pipeline</a> works.</p>`}
        ${moment(params)}
    </section>`;
}

/**
 * Since when there is nothing any more, of a chart that ends now.
 * @param {import('./chart.js').Histogram} data
 */
export function silence({ first_slice: first, since, until, slice_seconds: seconds, levels }) {
    const slices = Object.values(levels);
    const last = Math.max(-1, ...slices.map((each) => each.findLastIndex((value) => value > 0)));
    const end = Date.parse(first ?? since) + (last + 1) * seconds * 1000;
    return last >= 0 && format.isNow(until) && Date.now() - end > Math.max(60, seconds / 2) * 1000 ? html`<span class="muted">·</span> <span class="warned">none after ${time(new Date(end).toISOString(), 'minutes')}</span>` : nothing;
}

/** Where most of the chart is empty, as on the first day, a link to the part that is not. */
function toWhatIsThere({ first_slice: start, slice_seconds: seconds, levels }) {
    const slices = Object.values(levels);
    const first = Math.min(...slices.map((each) => each.findIndex((value) => value > 0)).filter((at) => at >= 0));
    const all = Math.max(0, ...slices.map((each) => each.length));
    if (!Number.isFinite(first) || first < all / 2) {
        return nothing;
    }
    const from = new Date(Date.parse(start) + first * seconds * 1000).toISOString().replace('.000Z', 'Z');
    return html`<a class="button" href=${withParams({ since: from, until: null })}>Only from ${time(from, 'minutes')} on</a>`;
}

function toggle(level, sum, hidden, params) {
    const next = new Set(hidden);
    if (!next.delete(level)) {
        next.add(level);
    }
    const press = () => go(withParams({ hide: [...next].join(',') || 'none' }), { replace: true });
    return html`<button type="button" class="toggle ${level.toLowerCase()}" aria-pressed=${!hidden.has(level)} @click=${press}><i></i>${level} <span>${format.compact(sum)}</span></button>`;
}

/** Without a choice, what is logged all the time does not hide what wants to be looked at. */
function hiddenLevels(params, sums) {
    const chosen = params.get('hide');
    if (chosen !== null) {
        return new Set(chosen.split(',').filter((each) => each && each !== 'none'));
    }
    const isSevere = ({ level, sum }) => sum > 0 && SEVERE.includes(level);
    return new Set(sums.some(isSevere) ? sums.map(({ level }) => level).filter((level) => !SEVERE.includes(level)) : []);
}

function zoom(event) {
    go(withParams(event.detail));
}

function choose(event) {
    go(withParams({ at: `${event.detail.since},${event.detail.until}` }), { replace: true });
}

/** What can be done with the bar that was chosen. */
function moment(params) {
    const [since, until] = (params.get('at') ?? '').split(',');
    if (!until || Number.isNaN(Date.parse(since)) || Number.isNaN(Date.parse(until))) {
        return nothing;
    }
    return html`<p class="moment">${time(since, 'minutes')} is chosen:
        <a class="button" href=${to('/', { changes: since })}>What changed since then</a>
        <a class="button" href=${to('/search', { since, until })}>Its events</a>
        <a class="button" href=${withParams({ since, until, at: null })}>Zoom to it</a>
        <a class="remove" href=${withParams({ at: null })} data-replace aria-label="Forget the chosen time">✕</a></p>`;
}

function summary(data, sums) {
    const levels = sums.filter(({ sum }) => sum).map(({ level, sum }) => `${level} ${format.count(sum)}`).join(', ');
    const releases = (data.releases ?? []).map(({ release, app, at }) => `${app ?? ''} ${release} at ${format.time(new Date(at), 'minutes')}`).join(', ');
    return `Chart of events over time. ${levels || 'None'}.${releases ? ` Releases: ${releases}.` : ''} Arrow keys read the slices, Enter chooses one.`;
}

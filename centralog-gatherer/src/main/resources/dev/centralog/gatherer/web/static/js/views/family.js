// SPDX-License-Identifier: Apache-2.0
// All that is stored of a family, or of a group that has none.
import { html, nothing } from '../lit.js';
import { go, narrowed, to, withParams } from '../address.js';
import { samples, stack } from '../detail.js';
import * as format from '../format.js';
import { silence } from '../histogram.js';
import { bar, copy, failed, level, time, value, waiting } from '../parts.js';
import { badge, begunReleases, decisions, triageButton } from '../triage.js';
import { asText, plain, shown, template } from '../text.js';
import { limitOf, values } from '../values.js';

/** @type {import('../main.js').View} */
export const family = {
    name: 'Family',
    title: (_, match, { found }) => (found?.data ? plain(found.data.template ?? found.data.message ?? match[2], 160) : `${match[1] === 'group' ? 'Group' : 'Family'} ${match[2]}`),
    questions: ({ params }, match) => ({ found: { view: `${match[1]}/${match[2]}`, params: { since: params.get('since'), until: params.get('until'), limit: limitOf(params) } } }),
    content({ params }, { found }) {
        if (!found?.data) {
            return found?.failure ? html`${failed(found.failure)}<p><a href=${to('/')}>All families</a></p>` : waiting('Reading the family');
        }
        return content(found.data, params);
    },
};

function content(of, params) {
    const text = of.template ?? of.message ?? '';
    return html`
        <div class="identity">
            <p class="template text">${level(of.level)} ${template(text)} ${copy(asText(text), 'the template')}</p>
            <p class="sub">${value('logger', of.logger ?? '')}<span class="app">${value('app', of.app ?? '')}</span>${of.thrown_classes ? html`<span class="thrown text">${shown(of.thrown_classes.replaceAll(' > ', ' ← '))}</span>` : of.thrown_class ? html`<span class="thrown text">${shown(of.thrown_class)}</span>` : nothing}</p>
        </div>
        ${of.family ? html`<p class="verdict">${badge(of.triage) === nothing ? html`<span class="muted">Open: nobody has resolved or muted it yet.</span>` : badge(of.triage)} ${triageButton(of, 'Resolve, mute or note')}</p>` : nothing} ${figures(of, params)} ${chart(of)}
        <div class="columns">
            <div>${values(of, params, within(of, params))} ${of.stack ? stack(of.stack, [of.logger, of.method, of.place?.class]) : nothing} ${samples(of.samples ?? [])}</div>
            <aside aria-label="Where it came from">
                ${bars('By host', counts(of, 'host'), 'host', within(of, params))} ${bars('By release', counts(of, 'release'), 'release', within(of, params))} ${counted(of)} ${texts(of)} ${decisions(of.triage_history)} ${why(of)}
            </aside>
        </div>
    `;
}

/** The conditions for its events in the time that is shown; up to now, they are those of whatever comes until it is clicked. */
function within(of, params) {
    const until = params.get('until') ?? (of.until && !format.isNow(of.until) ? of.until : null);
    return { ...(of.family ? { family: of.family } : { group: of.group }), since: params.get('since') ?? of.since ?? null, until };
}

function figures(of, params) {
    const events = to('/search', within(of, params));
    return html`<dl class="figures">
        <div><dt>events</dt><dd><b>${format.count(of.repeats ?? 0)}</b></dd></div>
        <div><dt>first seen</dt><dd>${time(of.first_seen)} ${ago(of.first_seen)}</dd></div>
        <div><dt>last seen</dt><dd>${time(of.last_seen)} ${ago(of.last_seen)}</dd></div>
        ${of.method ? html`<div><dt title="the method that logs it">place</dt><dd class="text"><code>${shown(of.method)}</code></dd></div>` : nothing}
        <div class="more-of-it"><dt class="unseen">more</dt><dd><a class="button" href=${events}>Its events</a> ${of.first_seen ? html`<a class="button" href=${beginning(of)} title="All that the application has logged within a minute of the first one">Around its first event</a>` : nothing} ${of.group && of.family ? html`<a class="button" href=${to(`/family/${of.family}`)}>Its family</a>` : nothing}</dd></div>
    </dl>`;
}

const ago = (iso) => (iso ? html`<span class="muted ago">${format.ago(new Date(iso))}</span>` : nothing);

/** What else the application has logged when it began. */
function beginning(of) {
    const first = Date.parse(of.first_seen);
    const at = (millis) => new Date(millis).toISOString();
    return to('/search', { since: at(first - 60_000), until: at(first + 60_000), ...(of.app ? { app: of.app } : {}) });
}

function chart(of) {
    if (!of.slices?.length) {
        return nothing;
    }
    const histogram = { since: of.first_slice ?? of.since, until: of.until, slice_seconds: of.slice_seconds, levels: { [of.level]: of.slices }, releases: begunReleases(of.app).map(({ app, release, first_seen: at }) => ({ app, release, at })) };
    return html`<section class="panel chart" aria-label="The family over time">
        <div class="caption">
            <p><b>${format.counted(of.slices.reduce((a, b) => a + b, 0), 'event')}</b> <span class="muted">${time(of.since, 'minutes')} to ${time(of.until, 'minutes')} ${format.zone()}, in slices of ${format.length(of.slice_seconds)}</span> ${silence(histogram)}</p>
        </div>
        <event-chart .shown=${{ histogram, levels: [of.level] }} aria-label="Chart of the family's events over time. Arrow keys read the slices."
            @zoom=${(event) => go(withParams(event.detail))}></event-chart>
    </section>`;
}

/** The counts by host or release, the highest first. */
function counts(of, name) {
    return (of[`counts_by_${name}`] ?? []).map((each) => [each.name ?? '', each.repeats]);
}

/** What is to be known of counts for which not all rows were read in time. */
function counted(of) {
    return of.counted_since ? html`<p class="muted notes">Hosts and releases are those of the rows since ${time(of.counted_since, 'minutes')}: there are too many to count the others at once. A shorter time has all of its own.</p>` : nothing;
}

function bars(title, rows, filter, within) {
    if (!rows.length) {
        return nothing;
    }
    const most = rows[0][1];
    const all = rows.reduce((sum, [, repeats]) => sum + repeats, 0);
    return html`<section aria-label=${title}>
        <h2>${title}</h2>
        <table class="bars">
            <tbody>
                ${rows.slice(0, 20).map(([name, repeats]) => html`<tr><th scope="row">${name ? value(filter, name, undefined, within) : html`<span class="muted">not said</span>`}</th><td class="track">${name ? html`<a href=${narrowed(filter, name, within)} tabindex="-1" aria-hidden="true">${bar(repeats / most)}</a>` : bar(repeats / most)}</td><td class="number">${format.count(repeats)}</td><td class="share">${format.share(repeats / all)}</td></tr>`)}
            </tbody>
        </table>
        ${rows.length > 20 ? html`<p class="muted">and ${rows.length - 20} more</p>` : nothing}
    </section>`;
}

function texts(of) {
    return of.families?.length > 1
        ? html`<section aria-label="Texts of this place"><h2>Its texts</h2><ul class="plain">${of.families.map((each) => html`<li><span class="text">${template(each.template ?? '')}</span> <span class="muted">×${format.count(each.repeats)}</span></li>`)}</ul></section>`
        : nothing;
}

function why(of) {
    return html`<section aria-label="Why one ${of.group ? 'group' : 'family'}">
        <h2>Why one ${of.group ? 'group' : 'family'}</h2>
        <p class="text">${of.why ? shown(of.why.replace(/ \(rules.*$/, '')) : 'All of it has the same statement, level and throwable'}.</p>
        <p class="muted">${of.family ? html`family <code>${of.family}</code>` : html`group <code>${of.group}</code>`}${of.groups?.length ? html`, ${format.counted(of.groups.length, 'group')}` : nothing}</p>
    </section>`;
}

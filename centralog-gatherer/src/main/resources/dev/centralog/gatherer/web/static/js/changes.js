// SPDX-License-Identifier: Apache-2.0
// New, back, louder and gone since a release or a moment.
import { html, nothing } from './lit.js';
import { to, withParams } from './address.js';
import { exports } from './exports.js';
import * as format from './format.js';
import { failed, level, time, trend, waiting } from './parts.js';
import { shown, template } from './text.js';
import { badge, triageButton } from './triage.js';

const KINDS = { regressed: 'Regressed', new: 'New', back: 'Back', louder: 'Louder', gone: 'Gone' };

/** Since when: the last release, a time ago, or a moment that was chosen on the chart. */
export const MODES = {
    known: { release: 'last release', '1h': '1 hour', '24h': '24 hours' },

    /** @param {string | null} chosen */
    question: (chosen) => (!chosen || chosen === 'release' ? {} : { since: chosen }),
};

const kind = (name) => html`<span class="change ${name}">${KINDS[name] ?? name}</span>`;

/** How families have changed, by their ids. @param {import('./main.js').Part | undefined} part */
export const kinds = (part) => new Map((part?.data?.reports ?? []).flatMap((report) => report.changes ?? []).map((each) => [each.family, kind(each.change)]));

/** The parameters for the API. @param {URLSearchParams} params */
export function asked(params) {
    const all = new URLSearchParams(MODES.question(params.get('changes')));
    ['app', 'environment', 'level'].forEach((name) => params.has(name) && all.set(name, params.get(name)));
    return all;
}

/**
 * @param {import('./main.js').Part | undefined} part
 * @param {URLSearchParams} params
 */
export function changes(part, params) {
    const chosen = params.get('changes') ?? 'release';
    return html`<section class="changes" aria-labelledby="changes-title">
        <div class="heading">
            <h2 id="changes-title">What changed since</h2>
            <nav class="segments" aria-label="Since">
                ${Object.entries(MODES.known).map(([name, text]) => segment(name, text, chosen))}
                ${MODES.known[chosen] ? html`<span class="hint wide" title="Click a bar of the chart, or move there with the arrow keys and press Enter">or choose a moment on the chart</span>` : segment(chosen, time(chosen, 'minutes'), chosen)}
            </nav>
            ${part?.data?.reports?.some((each) => each.changes?.length) ? exports('changes', asked(params), 'Export what changed') : nothing}
        </div>
        ${part?.data ? reports(part.data.reports ?? []) : part?.failure ? failed(part.failure) : waiting('Comparing')}
    </section>`;
}

const segment = (name, text, chosen) => html`<a href=${withParams({ changes: name === 'release' ? null : name })} aria-current=${name === chosen ? 'true' : nothing}>${text}</a>`;

function reports(all) {
    if (!all.length) {
        return html`<p class="empty">No release is known, as no application has said which one it is (its setting <code>release</code>). Compare with an hour or a day ago instead.</p>`;
    }
    const quiet = all.filter((each) => !each.changes?.length && !each.cannot_tell?.length);
    const untold = all.filter((each) => !each.changes?.length && each.cannot_tell?.length && nameOf(each));
    return html`${all.filter((each) => !quiet.includes(each) && !untold.includes(each)).map(report)}
    ${quiet.length ? html`<p class="quiet-reports"><span class="ok">✓</span> Nothing new, back, louder or gone${quiet.some(nameOf) ? html` in ${names(quiet)}` : nothing}, since ${time(quiet[0].since, 'minutes')}.</p>` : nothing}
    ${untoldReports(byReason(untold))}
    ${byChance(all)}`;
}

/** One line, as what can't be compared does not need to be looked at. */
function untoldReports(reasons) {
    if (reasons.length <= 1) {
        return reasons.map(([reason, those]) => html`<p class="quiet-reports untold">It can't be told of ${names(those)}: <span class="text">${shown(reason)}</span>.</p>`);
    }
    return html`<details class="quiet-reports untold">
        <summary>It can't be told of ${names(reasons.flatMap(([, those]) => those))}</summary>
        <ul>${reasons.map(([reason, those]) => html`<li>${names(those)}: <span class="text">${shown(reason)}</span>.</li>`)}</ul>
    </details>`;
}

const names = (reports) => reports.map((each, index) => html`${index ? ', ' : ''}<b class="text">${shown(nameOf(each))}</b>${each.environment && reports.some((other) => other.environment !== each.environment) ? html` (<span class="text">${shown(each.environment)}</span>)` : nothing}`);

/** What can't be told for the same reason is said once. @returns {[string, any[]][]} */
function byReason(reports) {
    const found = new Map();
    for (const each of reports) {
        const reason = [...each.cannot_tell, ...(each.notes ?? [])].join('; ');
        found.set(reason, [...(found.get(reason) ?? []), each]);
    }
    return [...found];
}

const nameOf = (report) => [report.app, report.release].filter(Boolean).join(' ');

function report(each) {
    return html`<article class="report">
        <h3>
            <span class="text">${shown(nameOf(each) || 'All applications')}</span>
            <span class="about">${each.environment ? html`${shown(each.environment)}, ` : nothing}since ${time(each.since)}${each.previous_release ? html`, after <span class="text">${shown(each.previous_release)}</span>` : nothing}</span>
        </h3>
        ${each.cannot_tell?.length ? html`<p class="warned">It can't be told: ${each.cannot_tell.map((text, index) => html`${index ? '; ' : ''}<span class="text">${shown(text)}</span>`)}.</p>` : nothing}
        ${each.changes?.length ? table(each.changes) : nothing} ${each.muted ? html`<p class="muted notes">${format.counted(each.muted, 'family', 'families')} more changed, and ${each.muted === 1 ? 'is' : 'are'} muted.</p>` : nothing} ${notes(each)}
    </article>`;
}

function table(found) {
    return html`<table class="list changed">
        <thead class="unseen">
            <tr><th scope="col">Change</th><th scope="col">Level</th><th scope="col">Family</th><th scope="col">Trend</th><th scope="col">Events</th><th scope="col">Decide</th></tr>
        </thead>
        <tbody>
            ${found.map(
                (each) => html`<tr data-line data-level=${each.level}>
                    <td>${kind(each.change)}</td>
                    <td>${level(each.level)}</td>
                    <td class="what">
                        <a class="line text" href=${to(`/family/${each.family}`)} title="Family ${each.family}">${each.is_place && each.texts ? html`${format.counted(each.texts, 'text')} at ` : nothing}${template(each.template ?? each.method ?? '')}</a>
                        <p class="sub">${because(each)}${each.example && each.example !== each.template ? html`<span class="example text"> e.g. ${shown(each.example.slice(0, 300))}</span>` : nothing}</p>
                        ${each.triage ? html`<p class="sub decided">${badge(each.triage)}</p>` : nothing}
                    </td>
                    <td class="wide">${each.slices ? trend(each.slices, each.level.toLowerCase()) : nothing}</td>
                    <td class="number"><span aria-hidden="true">×</span>${format.count(each.repeats)}</td>
                    <td class="decide">${triageButton(each)}</td>
                </tr>`,
            )}
        </tbody>
    </table>`;
}

function because(each) {
    const chance = each.chance === undefined ? '' : `; by chance in at most ${(each.chance * 100).toPrecision(2)} %`;
    if (each.change === 'louder' && each.mean) {
        return html`${format.compact(each.per_process_hour)} an hour and process, <b>${(each.per_process_hour / each.mean).toFixed(1)} times</b> the mean of ${format.counted(each.periods, 'period')} before (${format.compact(each.mean)})${chance}; last ${time(each.last_seen)}, ${format.ago(new Date(each.last_seen))}.`;
    }
    if (each.change === 'gone') {
        return html`Seen in ${each.seen} of ${each.periods} periods before, last ${time(each.last_seen)}${chance}.`;
    }
    const hosts = each.hosts?.length ? html`, on <span class="text">${shown(each.hosts.slice(0, 4).join(', '))}</span>${each.hosts.length > 4 ? ` and ${each.hosts.length - 4} more` : ''}` : nothing;
    const last = each.last_seen ? html`, last ${time(each.last_seen)}, ${format.ago(new Date(each.last_seen))}` : nothing;
    if (each.change === 'regressed') {
        return html`It was resolved${each.triage?.in_release ? html` in <span class="text">${shown(each.triage.in_release)}</span>` : nothing}, and came back${each.triage?.regressed_in ? html` in <span class="text">${shown(each.triage.regressed_in)}</span>` : nothing}${last}${hosts}.`;
    }
    return each.change === 'back' ? html`Back, last ${time(each.last_seen)}, ${format.ago(new Date(each.last_seen))}${hosts}.` : html`First ${time(each.first_seen)}${last}${hosts}.`;
}

const notes = (each) => (each.notes?.length ? html`<p class="muted notes">${each.notes.map((text) => html`<span class="text">${shown(text)}</span>. `)}</p>` : nothing);

/** How many would be louder or gone if nothing had changed. */
function byChance(all) {
    const sum = (name) => all.reduce((total, each) => total + (each.expected_false_alarms?.[name] ?? 0), 0);
    const [louder, gone] = [sum('louder'), sum('gone')];
    return louder + gone > 0.5 ? html`<p class="muted notes">By chance alone, up to ${louder.toFixed(1)} louder and ${gone.toFixed(1)} gone are to be expected.</p>` : nothing;
}

// SPDX-License-Identifier: Apache-2.0
// What changed, and all families.
import { html, nothing, repeat } from '../lit.js';
import { go, to, withParams } from '../address.js';
import { asked as changed, changes, kinds } from '../changes.js';
import { exports } from '../exports.js';
import { familyConditions } from '../filters.js';
import * as format from '../format.js';
import { histogram, question } from '../histogram.js';
import { failed, level, time, trend, value, waiting } from '../parts.js';
import { plain, shown, template } from '../text.js';
import { badge, triageButton } from '../triage.js';

const SORTS = { total: 'Events', last: 'Last seen', first: 'First seen', trend: 'Trend' };

/** The level from which on somebody who is called at night wants to see families. */
const LEAST = 'WARN';

/** @type {import('../main.js').View} */
export const overview = {
    name: 'Overview',
    title: () => 'Overview',
    questions({ params }) {
        const asked = listed(params);
        asked.set('sort', sortOf(params));
        asked.set('limit', '100');
        const ofChanges = changed(params);
        ofChanges.set('limit', '50');
        return {
            histogram: question(params),
            changes: { view: 'changes', params: ofChanges },
            families: { view: 'families', params: asked },
        };
    },
    content: ({ params }, parts) => html`${histogram(parts.histogram, params)} ${changes(parts.changes, params)} ${families(parts.families, params, kinds(parts.changes))}`,
};

/** Whether nothing says which levels, or which states, are wanted. */
const leaveOut = (params) => !['level', 'levels', 'state'].some((name) => params.has(name));

/** Which families are listed: without a choice not those of which there are always the most. */
function listed(params) {
    const asked = familyConditions(params);
    if (leaveOut(params)) {
        asked.set('level', LEAST);
    }
    return asked;
}

const sortOf = (params) => (Object.hasOwn(SORTS, params.get('sort') ?? '') ? params.get('sort') : 'total');

function families(part, params, changed) {
    if (!part?.data) {
        return html`<section aria-label="Families">${part?.failure ? failed(part.failure) : waiting('Reading families')}</section>`;
    }
    const { families: found, more, notes = [] } = part.data;
    const sorted = sortOf(params);
    return html`<section aria-labelledby="families-title">
        <div class="heading">
            <h2 id="families-title">${listed(params).get('level') === LEAST ? 'Families of WARN and worse' : 'All families'}</h2>
            <p class="muted">${found.length}${more ? ' and more' : ''}, of ${format.counted(found.reduce((sum, each) => sum + each.repeats, 0), 'event')}; a family is one error or message, whatever its numbers and names are</p>
            <label class="narrow-only">Sort <select @change=${(event) => go(withParams({ sort: event.target.value }))}>
                ${Object.entries(SORTS).map(([name, text]) => html`<option value=${name} ?selected=${name === sorted}>${text}</option>`)}
            </select></label>
        </div>
        ${states(params)} ${found.length ? html`${table(found, sorted, changed)} ${exports('families', listed(params), 'Export these families')}` : empty(params)} ${notes.map((each) => html`<p class="muted notes text">${shown(each)}.</p>`)}
    </section>`;
}

const STATES = { open: 'Open', regressed: 'Regressed', resolved: 'Resolved', muted: 'Muted' };

function states(params) {
    const chosen = params.get('state') ?? '';
    const one = (name, text) => html`<a href=${withParams({ state: name || null })} data-replace aria-current=${name === chosen ? 'true' : nothing}>${text}</a>`;
    return html`<div class="narrowing">
        ${levels(params)}
        <nav class="segments" aria-label="State">${one('', 'Any state')} ${Object.entries(STATES).map(([name, text]) => one(name, text))}</nav>
    </div>`;
}

function levels(params) {
    const chosen = params.get('level') ?? (leaveOut(params) ? LEAST : '');
    const from = (name, text, changes) => html`<a href=${withParams({ level: null, levels: null, ...changes })} data-replace aria-current=${name === chosen ? 'true' : nothing}>${text}</a>`;
    return html`<nav class="segments" aria-label="Level">${from('', 'All levels', { levels: 'all' })} ${from('WARN', 'WARN and worse', params.has('state') ? { level: 'WARN' } : {})} ${from('ERROR', 'ERROR and worse', { level: 'ERROR' })}</nav>`;
}

function table(found, sorted, changed) {
    return html`<table class="list families">
        <thead>
            <tr>
                <th scope="col">Level</th>
                <th scope="col">Family</th>
                ${head('trend', sorted, 'wide')} ${head('total', sorted, 'number')} ${head('first', sorted, 'wide')} ${head('last', sorted, '')}
                <th scope="col" class="wide">Last on</th>
                <th scope="col" class="wide">Releases</th>
                <th scope="col"><span class="unseen">Decide</span></th>
            </tr>
        </thead>
        <tbody>
            ${repeat(found, (each) => each.family ?? each.groups?.[0] ?? each.group, (each) => row(each, changed.get(each.family)))}
        </tbody>
    </table>`;
}

function head(name, sorted, kind) {
    const now = name === sorted;
    return html`<th scope="col" class=${kind} aria-sort=${now ? 'descending' : nothing}><a href=${withParams({ sort: name === 'total' ? null : name })} data-replace>${SORTS[name]}${now ? html`<span aria-hidden="true"> ↓</span>` : nothing}</a></th>`;
}

function row(each, change) {
    const path = each.family ? `/family/${each.family}` : `/group/${each.group}`;
    return html`<tr data-line data-level=${each.level} class=${each.triage?.state === 'muted' ? 'muted-line' : ''}>
        <td>${level(each.level)}</td>
        <td class="what">
            <a class="line text" href=${to(path)}>${template(each.template ?? each.message ?? '(no text)')}</a>
            <p class="sub">${change ?? nothing} ${value('logger', each.logger ?? '')}${each.thrown_classes ? html`<span class="thrown text">${shown(lastNames(each.thrown_classes))}</span>` : nothing}<span class="app">${value('app', each.app ?? '')}</span></p>
            ${each.triage ? html`<p class="sub decided">${badge(each.triage)}</p>` : nothing}
        </td>
        <td class="wide">${trend(each.slices ?? [], each.level.toLowerCase())}</td>
        <td class="number">${format.count(each.repeats)}</td>
        <td class="wide when">${time(each.first_seen)}</td>
        <td class="when">${time(each.last_seen)}</td>
        <td class="wide few">${few(each.hosts, 'host')}</td>
        <td class="wide few">${few(each.releases, 'release')}</td>
        <td class="decide">${triageButton(each)}</td>
    </tr>`;
}

/** Classes without their packages, as these are the same for most. */
const lastNames = (classes) => classes.split(' > ').map((each) => each.replace(/^.*\.(?=[^.]+$)/, '')).join(' ← ');

function few(values, name) {
    const all = (values ?? []).map((each) => (typeof each === 'string' ? each : (each[name] ?? '')));
    return html`<span title=${plain(all.join(', '))}>${all.slice(0, 2).map((each, index) => html`${index ? ', ' : ''}${value(name, each)}`)}${all.length > 2 ? html` <span class="muted">+${all.length - 2}</span>` : nothing}</span>`;
}

function empty(params) {
    const found = [...listed(params)].filter(([name]) => name !== 'since' && name !== 'until');
    if (found.length === 1 && leaveOut(params)) {
        return html`<p class="empty">Nothing of ${LEAST} or worse was logged in this time. <a href=${withParams({ levels: 'all' })} data-replace>All levels</a></p>`;
    }
    return found.length
        ? html`<p class="empty">No family fits. Take a condition away above, or choose a longer time.</p>`
        : html`<p class="empty">Nothing is stored of this time. Choose a longer one above. If there is never anything, <a href=${to('/pipeline')}>the pipeline</a> says where it stops: an appender that points to another Redis or key prefix is the usual cause.</p>`;
}

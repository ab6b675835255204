// SPDX-License-Identifier: Apache-2.0
// The processes that log: when they were seen, what they have dropped, what of theirs waits in Redis.
import { html, nothing } from './lit.js';
import * as format from './format.js';
import { failed, time } from './parts.js';
import { runbook } from './runbook.js';
import { shown } from './text.js';

/** @param {import('./main.js').Part | undefined} part */
export function producers(part) {
    if (!part?.data) {
        return part?.failure ? failed(part.failure) : nothing;
    }
    const { producers: all, more, other_waiting: other, notes } = part.data;
    if (!all.length && !other) {
        return nothing;
    }
    const silent = all.filter((each) => each.state === 'silent').length;
    return html`<section aria-labelledby="producers-title">
        <div class="heading"><h2 id="producers-title">Processes that log</h2><p class="muted">seen within 24 hours; waiting is what Redis has of theirs and the database does not have yet</p></div>
        <table class="list processes">
            <thead><tr><th scope="col">Application</th><th scope="col">Host</th><th scope="col" class="wide">Release</th><th scope="col" class="wide">Instance, pid</th><th scope="col">State</th><th scope="col">Last seen</th><th scope="col" class="number wide">Waiting</th><th scope="col">Dropped</th></tr></thead>
            <tbody>${all.map(row)}</tbody>
        </table>
        ${silent ? html`<p class="muted notes">Silent: neither ended nor heard of for 15 minutes.</p> ${runbook('silent')}` : nothing}
        ${other ? html`<p class="muted notes">${format.counted(other, 'event')} more ${other === 1 ? 'waits' : 'wait'}, of processes of which nothing is stored yet.</p>` : nothing}
        ${more ? html`<p class="muted notes">There are more; the table <code>processes</code> has all.</p>` : nothing}
        ${notes.map((each) => html`<p class="muted notes text">${shown(each)}.</p>`)}
    </section>`;
}

function row(each) {
    return html`<tr data-line class=${each.state === 'ended' && !each.dropped.length ? 'muted-line' : ''}>
        <td class="who text">${shown(each.app)} <span class="muted">${shown(each.environment)}</span></td>
        <td class="who text">${shown(each.host)}</td>
        <td class="wide who text">${shown(each.release)}</td>
        <td class="wide who text">${shown(each.instance)} ${each.pid || ''}</td>
        <td>${each.state ? html`<span class="state ${each.state}">${each.state}</span>` : nothing}</td>
        <td class="when">${each.last_seen ? time(each.last_seen) : 'not known'}</td>
        <td class="number wide">${each.waiting === null ? '' : format.count(each.waiting)}</td>
        <td class="dropped text">${each.dropped.map(({ stream, reason, count }, index) => html`${index ? ', ' : ''}${format.counted(count, stream.replace(/s$/, ''), stream)}: ${shown(reason)}`)}</td>
    </tr>`;
}

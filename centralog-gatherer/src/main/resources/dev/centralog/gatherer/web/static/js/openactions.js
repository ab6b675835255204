// SPDX-License-Identifier: Apache-2.0
// The slices of actions that are still being counted: Redis has them, the database does not.
import { html, nothing } from './lit.js';
import { withParams } from './address.js';
import { Failure, get } from './api.js';
import * as format from './format.js';
import { time } from './parts.js';
import { shown } from './text.js';

const LIMIT = '20';

/** The question for the API, where the time reaches up to now. @param {URLSearchParams} params */
export function openQuestion(params) {
    if (params.has('until')) {
        return {};
    }
    const asked = new URLSearchParams({ limit: LIMIT });
    ['user', 'action'].forEach((name) => params.get(name) && asked.set(name, params.get(name)));
    return { open: { view: 'open-actions', params: asked, read: (signal) => read(asked, signal) } };
}

/** That Redis can't be read is said here, and not above the whole page: all else is there. */
async function read(asked, signal) {
    try {
        return await get('open-actions', asked, signal);
    } catch (e) {
        if (e instanceof Failure && e.status === 503) {
            return { unavailable: e.message };
        }
        throw e;
    }
}

/** @param {import('./main.js').Part | undefined} part */
export function openActions(part) {
    const data = part?.data;
    if (!data || (!data.unavailable && !data.slices.some((each) => each.count))) {
        return nothing;
    }
    return html`<section class="panel open-slices" aria-labelledby="open-title">
        <div class="heading"><h2 id="open-title">Being counted now</h2><span class="state">not stored yet</span>${data.unavailable ? nothing : html`<p class="muted">${about(data)}</p>`}</div>
        ${data.unavailable ? html`<p class="failed text">${shown(data.unavailable)}</p>` : table(data)}
    </section>`;
}

function about({ slices, complete }) {
    const used = slices.filter((each) => each.count);
    const sum = used.reduce((all, each) => all + each.count, 0);
    const due = Math.max(0, Math.min(...used.map((each) => each.due_in_seconds)));
    return html`${complete ? '' : 'at least '}${format.counted(sum, 'action')} in ${format.counted(used.length, 'open slice')}, of Redis; the next one is stored ${due >= 60 ? `in ${Math.ceil(due / 60)} min` : due ? `in ${due} s` : 'now'}. None of them is in the figures below.`;
}

function table({ slices, actions }) {
    const pairs = slices.reduce((all, each) => all + each.pairs, 0);
    const newest = [...actions].sort((one, other) => Date.parse(other.slice_start) - Date.parse(one.slice_start) || other.count - one.count);
    return html`<table class="list done">
            <thead><tr><th scope="col">Open slice</th><th scope="col">User</th><th scope="col">Action</th><th scope="col" class="number">Count so far</th></tr></thead>
            <tbody>
                ${newest.map(
                    (each) => html`<tr>
                        <td class="when">${time(each.slice_start, 'minutes')} <span class="muted wide">+ ${format.length(each.slice_seconds)}</span></td>
                        <td class="who"><a class="text" href=${withParams({ user: each.user })}>${shown(each.user)}</a></td>
                        <td class="who"><a class="text" href=${withParams({ action: each.action })}>${shown(each.action)}</a></td>
                        <td class="number">${format.count(each.count)}</td>
                    </tr>`,
                )}
            </tbody>
        </table>
        ${pairs > actions.length ? html`<p class="muted notes">and ${format.count(pairs - actions.length)} more pairs of a user and an action.</p>` : nothing}`;
}

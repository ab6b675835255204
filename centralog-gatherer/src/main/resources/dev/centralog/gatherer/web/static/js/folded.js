// SPDX-License-Identifier: Apache-2.0
// A row counts what several processes have logged within one second. What is shown of it is the event for which it was found.
import { html, nothing } from './lit.js';
import { count } from './format.js';
import { samples } from './detail.js';
import { failed, value, waiting } from './parts.js';
import { plain } from './text.js';

/** The question for the samples of the row that is open. @param {URLSearchParams} params */
export const openQuestion = (params) => (params.get('open') ? { opened: samplesOf(params.get('open')) } : {});

/** @param {string} id */
export const samplesOf = (id) => ({ view: `event/${encodeURIComponent(id)}/samples`, params: {} });

/** What single events have, and their row does not. */
const OF_ONE = ['host', 'release', 'instance', 'thread', 'message', 'thrown_message', 'arguments', 'mdc', 'ndc', 'key_values', 'trace_id'];

/**
 * Returns what is to be shown of a row: of the event that meets the conditions, where that is not its own one; without what only single
 * events have, if none that meets them is stored in full.
 * @param {any} row as the API gives it
 * @param {URLSearchParams} params
 * @returns {{of: any, by: any[], fitting: any[], isOwn: boolean}} `by` are hosts and releases with their repeats, `fitting` those that are asked for
 */
export function found(row, params) {
    const by = row.counted_by ?? [];
    const fits = (name, of) => !params.has(name) || params.getAll(name).includes(of ?? '');
    const fitting = by.filter((each) => fits('host', each.host) && fits('release', each.release));
    const isAnyProcess = !by.length || !fitting.length || !(params.has('host') || params.has('release'));
    const isOwn = row.own_matches !== false && (isAnyProcess || fitting.some((each) => each.host === row.host && (each.release ?? null) === (row.release ?? null)));
    if (isOwn) {
        return { of: row, by, fitting, isOwn };
    }
    const common = Object.fromEntries(Object.entries(row).filter(([name]) => !OF_ONE.includes(name)));
    return { of: { ...common, ...(row.matching_sample ?? { host: fitting[0]?.host, release: fitting[0]?.release }) }, by, fitting, isOwn };
}

/** The host of a row, and how many others there are. */
export function hosts({ of, by }) {
    const others = new Set(by.map((each) => each.host ?? '')).size - 1;
    return html`${of.host ? value('host', of.host) : nothing}${others > 0 ? html` <span class="others" title=${by.map((each) => `${plain(each.host ?? 'not said', 80)} ${plain(each.release ?? '', 40)} ×${count(each.repeats)}`).join('\n')}>+${others}</span>` : nothing}`;
}

/** How many of a row's events are of the hosts and releases that are asked for. */
const repeatsOf = ({ of, by, fitting }) => (fitting.length && fitting.length < by.length ? fitting.reduce((sum, each) => sum + each.repeats, 0) : of.repeats);

/** How many events rows stand for. @param {any[]} rows @param {URLSearchParams} params */
export const events = (rows, params) => rows.reduce((sum, each) => sum + repeatsOf(found(each, params)), 0);

/** The repeats of a row, or of those hosts and releases that are asked for. */
export function repeats(row) {
    const { of } = row;
    const some = repeatsOf(row);
    return some < of.repeats ? html`<b>×${count(some)}</b> <span class="muted" title="The conditions match ${count(some)} of the ${count(of.repeats)} events of this row">of ${count(of.repeats)}</span>` : of.repeats > 1 ? html`<b>×${count(of.repeats)}</b>` : '';
}

/** Whether the values in a row's message may be others in the other events that it counts. */
export const mayVary = (row) => repeatsOf(row) > 1 && Boolean(row.of.arguments?.length) && !row.of.one_message;

/** The hosts and releases of a row, each with how many of its events it has logged. */
export const origins = (by) => html`<ul class="inline">${by.map((each) => html`<li>${each.host ? value('host', each.host) : html`<span class="muted">host not said</span>`} ${each.release ? value('release', each.release) : nothing} ×${count(each.repeats)}</li>`)}</ul>`;

/**
 * Returns all events of a row that are stored in full.
 * @param {any} row
 * @param {import('./main.js').Part | undefined} part
 */
export function inFull(row, part) {
    if (!(row.in_full > 1)) {
        return nothing;
    }
    if (part?.data?.id !== row.id) {
        return part?.failure ? failed(part.failure) : part ? waiting('Reading its other events') : nothing;
    }
    const all = [...part.data.samples, row].sort((a, b) => a.time.localeCompare(b.time));
    return samples(all, { title: `The ${count(all.length)} events of this row that are stored in full`, most: 10 });
}

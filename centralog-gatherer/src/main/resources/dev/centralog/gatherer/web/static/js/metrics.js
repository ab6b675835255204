// SPDX-License-Identifier: Apache-2.0
// What this gatherer has done since it started: its metrics, in Prometheus's text.
import { html, nothing } from './lit.js';
import * as format from './format.js';
import { time } from './parts.js';

const LINE = /^centralog_(\w+?)(?:_total)?(?:\{(.*)\})? (\S+)$/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** @param {string} text */
function parse(text) {
    return text.split('\n').map((line) => LINE.exec(line)).filter(Boolean).map(([, metric, labels, value]) => ({ metric, labels: Object.fromEntries([...(labels ?? '').matchAll(LABEL)].map(([, name, of]) => [name, of])), value: Number(value) }));
}

/**
 * Returns the values of each metric, by the value of one label.
 * @param {string} text
 * @param {string} label
 * @returns {Record<string, Record<string, number>>}
 */
export function values(text, label) {
    /** @type {Record<string, Record<string, number>>} */
    const found = {};
    for (const { metric, labels, value } of parse(text)) {
        const of = (found[metric] ??= {});
        const name = labels[label] ?? '';
        of[name] = (of[name] ?? 0) + value;
    }
    return found;
}

const millis = (seconds) => `${format.decimal(Math.round(seconds * 10_000) / 10)}\u00a0ms`;

/** How long storing a window took. */
function latency(all, stream, last) {
    const quantile = (of) => all.find(({ metric, labels }) => metric === 'store_seconds' && labels.stream === stream && labels.quantile === of)?.value;
    const [median, high] = [quantile('0.5'), quantile('0.99')];
    return median === undefined ? null : [`storing ${stream} took`, html`${millis(last)} <span class="muted" title="The last one; then half and 99 of 100 of the last five minutes, at most.">median ${millis(median)}, 99\u00a0% ${millis(high)}</span>`];
}

/** What this gatherer has deleted last, as it was old. @param {string} text */
export function deleted(text) {
    const rows = values(text, 'table').deleted_rows ?? {};
    const at = values(text, '').last_deleted_timestamp_seconds?.[''];
    const sum = Object.values(rows).reduce((a, b) => a + b, 0);
    return at ? html`${format.counted(sum, 'row')} at ${time(new Date(at * 1000).toISOString(), 'minutes')} <span class="muted">${Object.entries(rows).map(([table, count], index) => `${index ? ', ' : ''}${format.count(count)} of ${table}`)}</span>` : html`nothing <span class="muted">by this gatherer</span>`;
}

/** The last figures that differ in time, for rates. @type {{at: number, stored: Record<string, number>}[]} */
let reads = [];

/** @param {string} text */
export function gatherer(text) {
    const byStream = values(text, 'stream');
    const byServer = values(text, 'server');
    const all = parse(text);
    const stored = byStream.stored ?? {};
    remember(stored);
    const rows = Object.keys(stored).sort().reverse().flatMap((stream) => [
        [`${stream} stored`, html`${format.count(stored[stream])}${rate(stream)}`],
        [`lag of ${stream}`, `${format.decimal(Math.round((byStream.lag_seconds?.[stream] ?? 0) * 10) / 10)} s`],
        latency(all, stream, byStream.last_store_seconds?.[stream]),
        byStream.last_stored_timestamp_seconds?.[stream] ? [`${stream} stored last`, time(new Date(byStream.last_stored_timestamp_seconds[stream] * 1000).toISOString())] : null,
    ]);
    const away = byServer.unavailable_seconds ?? {};
    return [
        ...rows,
        ['retries', format.count(byStream.retries?.[''] ?? 0)],
        ...Object.entries({ redis: 'Redis', database: 'the database' }).map(([server, name]) => [`${name} was away`, away[server] ? `for ${format.decimal(Math.round(away[server]))} s` : 'never']),
    ].filter(Boolean);
}

function remember(stored) {
    const at = Date.now();
    if (reads.at(-1)?.at !== at) {
        const began = Object.entries(stored).some(([stream, value]) => value < (reads.at(-1)?.stored[stream] ?? 0));
        reads = [...(began ? [] : reads.filter((each) => at - each.at < 90_000)), { at, stored }];
    }
}

/** The mean of the last minute, as far as the page was open. */
function rate(stream) {
    const first = reads[0];
    const last = reads.at(-1);
    const seconds = (last.at - first.at) / 1000;
    if (seconds < 5) {
        return nothing;
    }
    const perSecond = (last.stored[stream] - (first.stored[stream] ?? 0)) / seconds;
    return html` <span class="muted">${format.decimal(Math.round(perSecond * 10) / 10)} a second</span>`;
}

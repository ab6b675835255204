// SPDX-License-Identifier: Apache-2.0
// What this gatherer has done since it started: its metrics, in Prometheus's text.
import { html, nothing } from './lit.js';
import * as format from './format.js';
import { time } from './parts.js';

const LINE = /^centralog_(\w+?)(?:_total)?(?:\{(.*)\})? (\S+)$/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/**
 * Returns the values of each metric, by the value of one label.
 * @param {string} text
 * @param {string} label
 * @returns {Record<string, Record<string, number>>}
 */
export function values(text, label) {
    /** @type {Record<string, Record<string, number>>} */
    const found = {};
    for (const line of text.split('\n')) {
        const parts = LINE.exec(line);
        if (parts) {
            const labels = Object.fromEntries([...(parts[2] ?? '').matchAll(LABEL)].map(([, name, value]) => [name, value]));
            const of = (found[parts[1]] ??= {});
            const name = labels[label] ?? '';
            of[name] = (of[name] ?? 0) + Number(parts[3]);
        }
    }
    return found;
}

/** The last figures that differ in time, for rates. @type {{at: number, stored: Record<string, number>}[]} */
let reads = [];

/** @param {string} text */
export function gatherer(text) {
    const byStream = values(text, 'stream');
    const byServer = values(text, 'server');
    const stored = byStream.stored ?? {};
    remember(stored);
    const rows = Object.keys(stored).sort().reverse().flatMap((stream) => [
        [`${stream} stored`, html`${format.count(stored[stream])}${rate(stream)}`],
        [`lag of ${stream}`, `${format.decimal(Math.round((byStream.lag_seconds?.[stream] ?? 0) * 10) / 10)} s`],
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

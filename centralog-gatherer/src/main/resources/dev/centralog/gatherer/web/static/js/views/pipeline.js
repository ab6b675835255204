// SPDX-License-Identifier: Apache-2.0
// Whether gathering works: what is read from Redis and the database, and what wants a human.
import { html, nothing } from '../lit.js';
import { go, to } from '../address.js';
import { getMetrics } from '../api.js';
import { deadLetters } from '../deadletters.js';
import * as format from '../format.js';
import { findings, isFull } from '../health.js';
import { silence } from '../histogram.js';
import { deleted, gatherer } from '../metrics.js';
import { failed, time, waiting } from '../parts.js';
import { producers } from '../producers.js';
import { runbook } from '../runbook.js';
import { plain, shown } from '../text.js';

/** @type {import('../main.js').View} */
export const pipeline = {
    name: 'Pipeline',
    title: () => 'Pipeline',
    questions: ({ params }) => ({ ...letterOf(params), dead: { view: 'dead-letters', params: { limit: '50' } }, processes: { view: 'producers', params: { limit: '50' } }, state: { view: 'status', params: {} }, stored: { view: 'histogram', params: { since: '1h' } }, counted: { view: 'metrics', params: {}, read: getMetrics } }),
    content({ params }, { state, stored, counted, dead, letter, processes }) {
        if (!state?.data) {
            return state?.failure ? failed(state.failure) : waiting('Asking Redis and the database');
        }
        return content(state.data, stored?.data, counted?.data, html`${deadLetters(dead, letter, params)} ${producers(processes)}`);
    },
};

/** The one that is looked at. */
function letterOf(params) {
    const id = params.get('letter') ?? '';
    return /^\d{1,19}$/.test(id) ? { letter: { view: `dead-letter/${id}`, params: {} } } : {};
}

/** The free bytes on the database's disk below which the status warns. */
const LEAST_FREE = 512 * 1024 * 1024;

function content(status, lastHour, counted, lists) {
    const found = findings(status);
    return html`
        <section aria-label="Verdict">
            ${found.length
                ? html`<ul class="findings">${found.map((each) => html`<li class=${each.level}><b>${each.level === 'critical' ? 'Critical' : 'Warning'}</b> <span class="text">${shown(each.text)}</span> ${runbook(each.about, each.level === 'critical')}</li>`)}</ul>`
                : html`<p class="well"><span aria-hidden="true">✓</span> It works: what is due is stored.</p>`}
        </section>
        <div class="stages">${applications(status)} ${redis(status)} ${gatherers(status)} ${counted ? stage('This gatherer', 'Since it started', gatherer(counted)) : nothing} ${database(status)} ${room(status, counted)}</div>
        ${lastHour?.repeats ? rate(lastHour) : nothing} ${lists}
        <p class="muted">centralog ${status.version}${status.commit ? html` (commit <code>${shown(status.commit)}</code>)` : nothing}, Java ${shown(status.java ?? '')}</p>
    `;
}

/** How much is stored. */
function rate(histogram) {
    const levels = Object.keys(histogram.levels).reverse();
    const minutes = Math.max(1, (Date.parse(histogram.until) - Date.parse(histogram.since)) / 60_000);
    return html`<section class="panel chart" aria-label="Stored within the last hour">
        <div class="caption"><p><b>${format.counted(histogram.repeats, 'event')}</b> ${histogram.rows == null ? nothing : html`in ${format.counted(histogram.rows, 'row')} `}stored of the last hour <span class="muted">${format.decimal(Math.round((10 * histogram.repeats) / minutes) / 10)} a minute</span> ${silence(histogram)}</p></div>
        <event-chart .shown=${{ histogram, levels }} aria-label="Chart of the events stored of the last hour, ${format.count(histogram.repeats)} in all. Arrow keys read the slices." @zoom=${(event) => go(to('/search', event.detail))}></event-chart>
    </section>`;
}

const stage = (title, about, rows) => html`<section class="panel stage" aria-label=${title}>
    <h2>${title}</h2>
    <p class="muted text">${about}</p>
    <dl>${rows.filter(Boolean).map(([name, of, bad]) => html`<div class=${bad ? 'bad' : ''}><dt>${name}</dt><dd>${of}</dd></div>`)}</dl>
</section>`;

function applications({ redis, database }) {
    return stage('Applications', 'Processes that log', [
        redis && ['sent within the last minute', format.counted(redis.producersOfLastMinute, 'producer')],
        redis && ['last batch', redis.lastBatch ? time(redis.lastBatch) : 'none ever', !redis.lastBatch],
        database && ['alive', format.counted(database.processesAlive, 'process', 'processes')],
        database && ['silent', format.counted(database.processesSilent, 'process', 'processes'), database.processesSilent > 0],
        database && [`dropped within ${database.dropsOfHours} h`, total(database.drops), hasSome(database.drops)],
    ]);
}

function redis({ redis, events, actions }) {
    if (!redis) {
        return stage('Redis', 'could not be asked', []);
    }
    return stage('Redis', shown(`${redis.server}, ${redis.url}, key prefix ${redis.keyPrefix}`), [
        ['answers in', `${redis.answerMillis.toFixed(1)} ms`],
        ['memory', redis.maxBytes ? `${format.bytes(redis.usedBytes)} of ${format.bytes(redis.maxBytes)}` : format.bytes(redis.usedBytes), isFull(redis)],
        ...backlog('events', events, 'window'),
        ...backlog('actions', actions, 'slice'),
    ]);
}

function backlog(name, stream, unit) {
    if (!stream) {
        return [];
    }
    return [
        [`${name} waiting`, html`${format.counted(stream.waiting, unit)}${stream.waiting ? `: ${format.count(stream.waiting - stream.sealed)} open, ${format.count(stream.sealed)} sealed, of these ${format.count(stream.held)} leased` : ''}${stream.oldest ? html`, the oldest of ${time(stream.oldest)}` : nothing}`],
        [`${name} overdue`, stream.overdueSeconds > 0 ? `for ${Math.round(stream.overdueSeconds)} s` : 'none', stream.overdueSeconds > 60],
    ];
}

/** Who gathers: each says so in Redis every ten seconds. */
function gatherers({ redis }) {
    const all = redis?.gatherers;
    if (!all) {
        return nothing;
    }
    const rows = all.slice(0, 10).map((each) => [html`<span class="text">${shown(each.host)}</span>, pid ${each.pid}`, html`<span title="Centralog ${plain(each.version)}">${each.silent ? html`silent since ${time(each.lastSeen)}` : html`runs since ${time(each.since)}`}</span>`, each.silent]);
    return stage('Gatherers', all.length ? 'They say so in Redis every ten seconds' : 'None has said within a day that it runs; those before this version do not', rows);
}

/** The room that the database takes, and what is deleted of it. */
function room({ database }, counted) {
    if (!database) {
        return nothing;
    }
    const { bytes, freeBytes: free, kept } = database;
    return stage('Disk and retention', 'What is old is looked for once an hour', [
        ['size', bytes === null ? 'not known' : kept?.maxBytes ? `${format.bytes(bytes)} of ${format.bytes(kept.maxBytes)}` : format.bytes(bytes), kept?.maxBytes > 0 && bytes > kept.maxBytes],
        free === null ? null : ['free on its disk', format.bytes(free), free < LEAST_FREE],
        ['oldest event', database.oldestEvent ? time(database.oldestEvent, 'minutes') : 'none'],
        kept && ['events are kept', keptFor(kept.eventsSeconds)],
        ['oldest action', database.oldestAction ? time(database.oldestAction, 'minutes') : 'none'],
        kept && ['actions are kept', keptFor(kept.actionsSeconds)],
        kept && ['sums by hour are kept', keptFor(kept.rollUpsSeconds)],
        ['old rows looked for', database.lastRetentionPass ? html`in the hour of ${time(database.lastRetentionPass, 'minutes')}` : 'not yet'],
        counted && ['deleted last', deleted(counted)],
    ]);
}

const keptFor = (seconds) => (seconds ? `for ${format.length(seconds).replace(/ d$/, ' days')}` : 'for ever');

function database({ database }) {
    if (!database) {
        return stage('Database', 'could not be asked', []);
    }
    return stage('Database', shown(`${database.server}, ${database.url}`), [
        ['last event', database.lastEvent ? time(database.lastEvent) : 'none'],
        ['last action', database.lastAction ? time(database.lastAction) : 'none'],
        ['events complete up to', database.eventsCompleteUpTo ? time(database.eventsCompleteUpTo) : 'not known'],
        ['actions complete up to', database.actionsCompleteUpTo ? time(database.actionsCompleteUpTo) : 'not known'],
        ['dead letters', total(database.deadLetters), hasSome(database.deadLetters)],
    ]);
}

/** Sums with their names, of one or two levels. */
function total(counts) {
    const texts = Object.entries(counts ?? {}).flatMap(([name, of]) => (typeof of === 'number' ? [`${format.count(of)} of ${name}`] : Object.entries(of).map(([reason, n]) => `${format.counted(n, name.replace(/s$/, ''), name)}: ${reason}`)));
    return texts.length ? html`<span class="text">${shown(texts.join(', '))}</span>` : 'none';
}

const hasSome = (counts) => Object.keys(counts ?? {}).length > 0;

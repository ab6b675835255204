// SPDX-License-Identifier: Apache-2.0
// Whether gathering works: what is read from Redis and the database, and what wants a human.
import { html, nothing } from '../lit.js';
import { go, to } from '../address.js';
import { getMetrics } from '../api.js';
import { deadLetters } from '../deadletters.js';
import * as format from '../format.js';
import { gatherer } from '../metrics.js';
import { failed, time, waiting } from '../parts.js';
import { shown } from '../text.js';

/** @type {import('../main.js').View} */
export const pipeline = {
    name: 'Pipeline',
    title: () => 'Pipeline',
    questions: ({ params }) => ({ ...letterOf(params), dead: { view: 'dead-letters', params: { limit: '50' } }, state: { view: 'status', params: {} }, stored: { view: 'histogram', params: { since: '1h' } }, counted: { view: 'metrics', params: {}, read: getMetrics } }),
    content({ params }, { state, stored, counted, dead, letter }) {
        if (!state?.data) {
            return state?.failure ? failed(state.failure) : waiting('Asking Redis and the database');
        }
        return content(state.data, stored?.data, counted?.data, deadLetters(dead, letter, params));
    },
};

/** The one that is looked at. */
function letterOf(params) {
    const id = params.get('letter') ?? '';
    return /^\d{1,19}$/.test(id) ? { letter: { view: `dead-letter/${id}`, params: {} } } : {};
}

function content(status, lastHour, counted, letters) {
    const findings = [...(status.failures ?? []).map((text) => ({ level: 'critical', text })), ...(status.findings ?? [])];
    return html`
        <section aria-label="Verdict">
            ${findings.length
                ? html`<ul class="findings">${findings.map((each) => html`<li class=${each.level}><b>${each.level === 'critical' ? 'Critical' : 'Warning'}</b> <span class="text">${shown(each.text)}</span></li>`)}</ul>`
                : html`<p class="well"><span aria-hidden="true">✓</span> It works: what is due is stored.</p>`}
        </section>
        <div class="stages">${producers(status)} ${redis(status)} ${counted ? stage('This gatherer', 'Since it started', gatherer(counted)) : nothing} ${database(status)}</div>
        ${lastHour?.repeats ? rate(lastHour) : nothing} ${letters} ${silent(status.database?.silent ?? [], status.database?.processesSilent ?? 0)}
        <p class="muted">centralog ${status.version}${status.commit ? html` (commit <code>${shown(status.commit)}</code>)` : nothing}, Java ${shown(status.java ?? '')}</p>
    `;
}

/** How much is stored. */
function rate(histogram) {
    const levels = Object.keys(histogram.levels).reverse();
    const minutes = Math.max(1, (Date.parse(histogram.until) - Date.parse(histogram.since)) / 60_000);
    return html`<section class="panel chart" aria-label="Stored within the last hour">
        <div class="caption"><p><b>${format.counted(histogram.repeats, 'event')}</b> ${histogram.rows == null ? nothing : html`in ${format.counted(histogram.rows, 'row')} `}stored of the last hour <span class="muted">${format.decimal(Math.round((10 * histogram.repeats) / minutes) / 10)} a minute</span></p></div>
        <event-chart .shown=${{ histogram, levels }} aria-label="Chart of the events stored of the last hour, ${format.count(histogram.repeats)} in all. Arrow keys read the slices." @zoom=${(event) => go(to('/search', event.detail))}></event-chart>
    </section>`;
}

const stage = (title, about, rows) => html`<section class="panel stage" aria-label=${title}>
    <h2>${title}</h2>
    <p class="muted text">${about}</p>
    <dl>${rows.filter(Boolean).map(([name, of, bad]) => html`<div class=${bad ? 'bad' : ''}><dt>${name}</dt><dd>${of}</dd></div>`)}</dl>
</section>`;

function producers({ redis, database }) {
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
        ['memory', redis.maxBytes ? `${format.bytes(redis.usedBytes)} of ${format.bytes(redis.maxBytes)}` : format.bytes(redis.usedBytes), redis.maxBytes > 0 && redis.usedBytes > redis.maxBytes * 0.9],
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

function silent(all, sum) {
    if (!all.length) {
        return nothing;
    }
    return html`<section aria-labelledby="silent-title">
        <div class="heading"><h2 id="silent-title">Silent processes</h2><p class="muted">${format.count(sum)} neither ended nor seen since: killed, without their Redis, or on a host that is gone</p></div>
        <table class="list">
            <thead><tr><th scope="col">Application</th><th scope="col">Host</th><th scope="col" class="wide">Release</th><th scope="col" class="wide">Instance, pid</th><th scope="col">Last seen</th></tr></thead>
            <tbody>
                ${all.map((each) => html`<tr><td class="text">${shown(each.app)} <span class="muted">${shown(each.environment ?? '')}</span></td><td class="text">${shown(each.host)}</td><td class="wide text">${shown(each.release ?? '')}</td><td class="wide text">${shown(each.instance ?? '')} ${each.pid || ''}</td><td>${time(each.lastSeen)}</td></tr>`)}
            </tbody>
        </table>
    </section>`;
}

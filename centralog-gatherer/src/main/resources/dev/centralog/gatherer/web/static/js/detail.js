// SPDX-License-Identifier: Apache-2.0
// One event in full, and the stack trace of an event or family.
import { html, nothing } from './lit.js';
import { to } from './address.js';
import { count } from './format.js';
import { compare, marked } from './compare.js';
import { copy, time, value } from './parts.js';
import { parts } from './stack.js';
import { asText, long, shown, template } from './text.js';

const MOST_LINES = 2000;

/**
 * @param {any} event as `tail --json` gives it
 * @param {{note?: unknown, origins?: unknown, more?: unknown}} besides what it is of its row, where the row's events come from, and the other ones
 */
export function eventDetail(event, { note = nothing, origins = null, more = nothing } = {}) {
    return html`<div class="detail">
        ${note}
        <div class="message"><pre class="text">${long(event.message ?? event.template)}</pre>${copy(asText(event.message ?? event.template), 'the message')}</div>
        <dl class="fields">
            ${event.template && event.template !== event.message ? field('template', html`<span class="text">${template(event.template)}</span>`, true) : nothing}
            ${field('time', html`${time(event.time, 'millis')} <span class="muted">${event.time.replace('T', ' ').replace('Z', '')} UTC</span>`)}
            ${event.repeats > 1 ? field('repeats', html`<b>×${count(event.repeats)}</b> within this second, ${count(event.in_full ?? 1)} of them stored in full`) : nothing}
            ${field('logger', value('logger', event.logger ?? ''))} ${field('app', html`${value('app', event.app ?? '')}${event.environment ? html` (${value('environment', event.environment)})` : nothing}`)}
            ${origins ? field('hosts', origins) : html`${event.host ? field('host', value('host', event.host)) : nothing} ${event.release ? field('release', value('release', event.release)) : nothing}`}
            ${event.thread ? field('thread', value('thread', event.thread)) : nothing} ${event.trace_id ? field('trace', value('trace', event.trace_id)) : nothing}
            ${event.arguments?.length ? field('arguments', html`<ol start="0" class="inline">${event.arguments.map((each) => html`<li class="text">${long(each, 500)}</li>`)}</ol>`, true) : nothing}
            ${pairs('mdc', Object.entries(event.mdc ?? {}), (key) => `mdc.${key}`)} ${pairs('key-values', (event.key_values ?? []).map(({ key, value: of }) => [key, of]))}
            ${event.markers?.length ? field('markers', html`<span class="text">${shown(event.markers.join(', '))}</span>`) : nothing} ${event.ndc?.length ? field('ndc', html`<span class="text">${shown([event.ndc].flat().join(' › '))}</span>`) : nothing}
            ${event.place ? field('place', place(event.place), true) : nothing}
        </dl>
        ${event.stack ? stack(event.stack, [event.logger, event.place?.class]) : thrown(event)}
        ${more}
        <p class="actions">
            ${event.family ? html`<a class="button" href=${to(`/family/${event.family}`)}>Its family</a>` : event.group ? html`<a class="button" href=${to(`/group/${event.group}`)} title="of the same application, level, statement and kind of exception: its group">All events like it</a>` : nothing}
            ${event.id === undefined ? nothing : html`<a class="button" href=${to(`/event/${encodeURIComponent(event.id)}`)} title="What its application has logged some seconds before and after">Around it</a>`}
            ${event.trace_id ? html`<a class="button" href=${to('/search', { trace: event.trace_id, ...aroundIt(event.time) })}>All of its trace</a>${trace(event.trace_id)}` : nothing}
            <span class="copies">${event.id === undefined ? nothing : copy(() => location.origin + to(`/event/${encodeURIComponent(event.id)}`), 'the address of this event', 'Copy its address')} ${copy(() => JSON.stringify(event, null, 2), 'this event as JSON', 'Copy as JSON')}</span>
        </p>
    </div>`;
}

/** A day before and after an event: what belongs to it is no further away. */
function aroundIt(time) {
    const at = (days) => new Date(Date.parse(time) + days * 86_400_000).toISOString();
    return { since: at(-1), until: at(1) };
}

/** What the words of logging mean. */
const MEANINGS = {
    template: 'the message as the program has it, with a hole for each argument',
    repeats: 'a row stands for all that one statement has logged within one second',
    arguments: 'what was given for the holes of the template, in their order',
    mdc: "what the application has set for its thread (the logging framework's diagnostic context), by key",
    'key-values': 'what was given to the statement by key',
    ndc: 'what the application has set for its thread, as a stack',
    place: 'the method that has logged it, and its line',
};

const field = (name, content, whole = false) => html`<div class=${whole ? 'whole' : ''}><dt title=${MEANINGS[name] ?? nothing}>${name}</dt><dd>${content}</dd></div>`;

function pairs(title, entries, filter = null) {
    return entries.length ? field(title, html`<ul class="inline">${entries.map(([key, of]) => html`<li><span class="key text">${shown(key)}</span>=${filter ? value(filter(key), of) : html`<span class="text">${long(of, 500)}</span>`}</li>`)}</ul>`, true) : nothing;
}

/** Where traces are, as the setting says. */
const TRACE_URL = /** @type {HTMLMetaElement} */ (document.querySelector('meta[name=trace-url]')).content;

const trace = (id) => (TRACE_URL ? html` <a class="button trace" href=${TRACE_URL.replaceAll('{trace}', encodeURIComponent(id))} target="_blank" rel="noopener noreferrer">Open the trace ↗</a>` : nothing);

const place = (of) => html`<code class="text">${shown(`${of.class}.${of.method}`)}</code>${of.file ? html` <span class="text">(${shown(of.file)}${of.line > 0 ? ':' + of.line : ''})</span>` : nothing}`;

const thrown = (event) => (event.thrown_class ? html`<p class="thrown-title text">${shown(event.thrown_class)}${event.thrown_message ? html`: ${long(event.thrown_message, 2000)}` : nothing}</p>` : nothing);

/**
 * Returns a stack trace: the application's frames stand out, those of libraries are folded.
 * @param {string} text
 * @param {string[]} owners
 */
export function stack(text, owners) {
    const all = parts(text, owners);
    const shownParts = all.slice(0, MOST_LINES);
    return html`<section class="stack" aria-label="Stack trace">
        <div class="caption"><h2>Stack trace</h2><span>${all.some((each) => each.kind === 'folded' && each.frames.length > 1) ? html`<button class="quiet" type="button" @click=${unfold}>All frames</button> ` : nothing}${copy(text, 'the stack trace')}</span></div>
        <div class="frames" tabindex="0" role="region" aria-label="Frames">${shownParts.map(stackPart)}</div>
        ${all.length > shownParts.length ? html`<p class="muted">${count(all.length - shownParts.length)} more lines are not shown; Copy has them all.</p>` : nothing}
    </section>`;
}

/** Opens the frames of libraries, or folds them again if all are open. */
function unfold(event) {
    const folded = [...event.currentTarget.closest('.stack').querySelectorAll('details.library')];
    const open = folded.some((each) => !each.open);
    folded.forEach((each) => (each.open = open));
    event.currentTarget.textContent = open ? 'Fold libraries' : 'All frames';
}

function stackPart(part) {
    switch (part.kind) {
        case 'title':
            return html`<p class="thrown-title text">${part.label ? html`<span class="cause">${part.label}</span> ` : nothing}${long(part.text, 2000)}</p>`;
        case 'frame':
            return html`<p class="frame text">${shown(part.text)}</p>`;
        case 'note':
            return html`<p class="frame library text">${shown(part.text)}</p>`;
        default:
            return part.frames.length === 1
                ? html`<p class="frame library text">${shown(part.frames[0])}</p>`
                : html`<details class="library"><summary>${count(part.frames.length)} frames of libraries</summary>${part.frames.slice(0, MOST_LINES).map((each) => html`<p class="frame library text">${shown(each)}</p>`)}</details>`;
    }
}

/**
 * Returns samples side by side, with what differs marked.
 * @param {any[]} all
 * @param {{title?: string, most?: number}} how
 */
export function samples(all, { title, most = 4 } = {}) {
    if (!all.length) {
        return nothing;
    }
    const chosen = all.slice(0, most);
    const { differing, same } = compare(chosen);
    return html`<section aria-labelledby="samples-title">
        <h2 id="samples-title">${title ?? `Latest ${chosen.length === 1 ? 'sample' : `${chosen.length} samples`}`}</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="Samples side by side">
            <table class="samples">
                <thead><tr><td></td>${chosen.map((each) => html`<th scope="col">${time(each.time, 'millis')}</th>`)}</tr></thead>
                <tbody>
                    ${differing.map((row) => html`<tr class="differs"><th scope="row" class="text">${shown(row.name)}</th>${row.values.map((each) => html`<td>${sampleValue(row, each)}</td>`)}</tr>`)}
                    ${same.map((row) => html`<tr><th scope="row" class="text">${shown(row.name)}</th><td colspan=${chosen.length}>${row.filter ? value(row.filter, row.values[0]) : html`<span class="text">${long(row.values[0], 2000)}</span>`}${chosen.length > 1 ? html` <span class="muted same">the same in all</span>` : nothing}</td></tr>`)}
                </tbody>
            </table>
        </div>
    </section>`;
}

function sampleValue(row, of) {
    if (of === undefined) {
        return html`<span class="muted">none</span>`;
    }
    if (row.filter) {
        return html`<mark>${value(row.filter, of)}</mark>`;
    }
    return html`<span class="text">${marked(of, row.values).map((each) => (each.differs ? html`<mark>${long(each.text, 2000)}</mark>` : shown(each.text)))}</span>`;
}

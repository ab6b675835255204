// SPDX-License-Identifier: Apache-2.0
// <live-tail>: events as they are stored, the newest first. The browser reads them again from where the connection was lost.
import { html, nothing, render } from './lit.js';
import { get } from './api.js';
import { to } from './address.js';
import { eventTable } from './events.js';
import * as format from './format.js';
import { shown } from './text.js';

const MOST_ROWS = 1000;
const MOST_AT_FIRST = 100;
const DRAW_MILLIS = 200;
const RETRY_MILLIS = 3000;
const CLOCK_MILLIS = 5000;
const QUIET_MILLIS = 60_000;
/** Beyond this, somebody reads below, and rows that are put above would push away what is read. */
const SCROLLED = 120;

const STATES = { opening: 'Connecting…', live: 'Live', lost: 'The connection is lost; it is tried again', refused: 'Not live' };

class LiveTail extends HTMLElement {
    #conditions = '';
    #params = new URLSearchParams();
    /** @type {EventSource | null} */
    #source = null;
    #stop = new AbortController();
    #state = 'opening';
    #failure = '';
    #isPaused = false;
    /** The rows that are shown, and those that wait until somebody wants to see them; the newest first. */
    #rows = [];
    #waiting = [];
    #known = new Set();
    #cursor = '';
    #skipped = 0;
    #drawing = 0;
    #retry = 0;
    #clock = 0;
    #onScroll = () => this.#waiting.length && !this.#isHeld && this.#soon();

    /** @param {{conditions: URLSearchParams, params: URLSearchParams}} value what events to show; all parameters of the address */
    set question({ conditions, params }) {
        this.#params = params;
        const text = conditions.toString();
        if (text !== this.#conditions) {
            this.#conditions = text;
            if (this.isConnected) {
                this.#start();
            }
        }
        this.#draw();
    }

    connectedCallback() {
        this.#clock = setInterval(() => this.#draw(), CLOCK_MILLIS);
        addEventListener('scroll', this.#onScroll, { passive: true });
        this.#start();
    }

    disconnectedCallback() {
        clearInterval(this.#clock);
        removeEventListener('scroll', this.#onScroll);
        this.#end();
    }

    get #isHeld() {
        return this.#isPaused || scrollY > SCROLLED || Boolean(this.#params.get('open'));
    }

    #end() {
        this.#source?.close();
        this.#stop.abort();
        clearTimeout(this.#retry);
        clearTimeout(this.#drawing);
        this.#drawing = 0;
    }

    /** Connects first, and then reads what was there before, so that nothing is between both. */
    #start() {
        this.#end();
        this.#stop = new AbortController();
        this.#rows = [];
        this.#waiting = [];
        this.#known.clear();
        this.#cursor = '';
        this.#skipped = 0;
        this.#connect();
        this.#readFirst(this.#stop.signal);
    }

    async #readFirst(signal) {
        const asked = new URLSearchParams(this.#conditions);
        asked.set('limit', String(MOST_AT_FIRST));
        try {
            const { events } = await get('events', asked, signal);
            this.#rows.push(...events.filter((each) => this.#isNew(each)));
        } catch (failure) {
            if (!signal.aborted) {
                this.#failure = failure.message;
            }
        }
        this.#soon();
    }

    #isNew(event) {
        const id = String(event.id);
        return !this.#known.has(id) && Boolean(this.#known.add(id));
    }

    #connect() {
        this.#state = 'opening';
        const asked = new URLSearchParams(this.#conditions);
        if (this.#cursor) {
            asked.set('after', this.#cursor);
        }
        const source = new EventSource(`/api/tail${asked.size ? '?' + asked : ''}`);
        this.#source = source;
        source.addEventListener('open', (event) => this.#on(event, () => this.#is('live')));
        source.addEventListener('rows', (event) => this.#on(event, ({ events }) => this.#add(events)));
        source.addEventListener('gap', (event) => this.#on(event, (gap) => this.#addGap(gap)));
        source.addEventListener('beat', (event) => this.#on(event, ({ error }) => this.#beat(error)));
        source.addEventListener('error', () => this.#lost(source));
        this.#soon();
    }

    /** The browser tries again by itself where the connection has broken off, but not where the answer was an error. */
    async #lost(source) {
        if (source !== this.#source) {
            return;
        }
        this.#is('lost');
        if (source.readyState !== EventSource.CLOSED) {
            return;
        }
        const { signal } = this.#stop;
        const reason = await refusal(source.url, signal);
        if (signal.aborted) {
            return;
        }
        this.#failure = reason.text;
        this.#is(reason.passes ? 'lost' : 'refused');
        if (reason.passes) {
            this.#retry = setTimeout(() => this.#connect(), RETRY_MILLIS);
        }
    }

    #is(state) {
        if (state === 'live') {
            this.#failure = '';
        }
        if (this.#state !== state) {
            this.#state = state;
            document.querySelector('#announcement').textContent = STATES[state];
            this.#soon();
        }
    }

    /** Takes an event of the stream; the connection's own `open` has neither an id nor data. */
    #on(event, run) {
        this.#cursor = event.lastEventId || this.#cursor;
        run(event.data ? JSON.parse(event.data) : {});
    }

    /** The connection works, but the database may not. */
    #beat(error) {
        if ((error ?? '') !== this.#failure) {
            this.#failure = error ?? '';
            this.#soon();
        }
    }

    /** @param {any[]} events in the order in which they were stored */
    #add(events) {
        const fresh = events.filter((each) => this.#isNew(each)).reverse();
        this.#waiting = [...fresh, ...this.#waiting];
        this.#limit();
        this.#soon();
    }

    #addGap(gap) {
        this.#waiting.unshift({ gap: gapText(gap), id: `gap ${this.#cursor} ${Date.now()}` });
        this.#soon();
    }

    /** A page that is left open all day keeps its size. */
    #limit() {
        this.#skipped += Math.max(0, this.#waiting.length - MOST_ROWS);
        this.#waiting.length = Math.min(this.#waiting.length, MOST_ROWS);
    }

    #soon() {
        this.#drawing ||= setTimeout(() => {
            this.#drawing = 0;
            if (!this.#isHeld) {
                this.#take();
            }
            this.#draw();
        }, DRAW_MILLIS);
    }

    #take() {
        this.#rows = [...this.#waiting, ...this.#rows].slice(0, MOST_ROWS);
        this.#waiting = [];
        this.#skipped = 0;
        if (this.#known.size > 4 * MOST_ROWS) {
            this.#known = new Set(this.#rows.map((each) => String(each.id)));
        }
    }

    #toTop() {
        this.#isPaused = false;
        this.#take();
        this.#draw();
        scrollTo(0, 0);
    }

    /** Holds what comes, or goes on. */
    pause() {
        this.#isPaused = !this.#isPaused;
        if (!this.#isPaused) {
            this.#take();
        }
        this.#draw();
    }

    /** That it is connected does not say that anything comes. */
    #quiet() {
        const last = Math.max(...[...this.#waiting, ...this.#rows].slice(0, 50).map((each) => Date.parse(each.time ?? '')).filter((each) => each > 0));
        const isOld = Date.now() - last > QUIET_MILLIS;
        return this.#state === 'live' && last > 0 ? html`<p class=${isOld ? 'warned' : 'muted'}>${isOld ? 'nothing comes; ' : ''}the last event is of ${format.time(new Date(last))}, ${format.ago(new Date(last))}</p>` : nothing;
    }

    #draw() {
        const fresh = this.#waiting.length + this.#skipped;
        render(
            html`<div class="heading live">
                    <h2>Live</h2>
                    <p class="connection ${this.#state}"><i aria-hidden="true"></i>${this.#isPaused && this.#state === 'live' ? 'Paused' : STATES[this.#state]}${this.#failure ? html`: <span class="text">${shown(this.#failure)}</span>` : nothing}</p>
                    ${this.#quiet()}
                    <button type="button" aria-pressed=${this.#isPaused} title="Pause (p)" @click=${() => this.pause()}>${this.#isPaused ? 'Go on' : 'Pause'}</button>
                    <p class="muted wide">as they are stored; a row stands for what one second repeats (×)</p>
                </div>
                ${fresh && this.#isHeld ? html`<button type="button" class="fresh" @click=${() => this.#toTop()}>↑ ${format.count(fresh)} new</button>` : nothing}
                ${this.#rows.length ? eventTable(this.#rows, this.#params) : html`<p class="empty">${this.#state === 'live' ? 'Nothing that fits was stored yet. It will appear here.' : STATES[this.#state]}</p>`}
                ${this.#rows.length >= MOST_ROWS ? html`<p class="more muted">These are the latest ${format.count(MOST_ROWS)} rows. <a href=${to('/search', Object.fromEntries(new URLSearchParams(this.#conditions)))}>The search</a> has what is older.</p>` : nothing}`,
            this,
        );
    }
}

/** @param {{why: string, rows?: number}} gap */
function gapText({ why, rows }) {
    const left = rows ? format.counted(rows, 'row') : 'Rows';
    return {
        slow: `${left} came faster than this browser could take them, and are left out here.`,
        old: `${left} were stored while there was no connection, too many to be shown here.`,
    }[why] ?? 'What was stored while there was no connection is not known any more: another database may be behind it.';
}

/** An EventSource does not say why it was refused. */
async function refusal(url, signal) {
    try {
        const response = await fetch(url, { signal, headers: { Accept: 'application/json' } });
        if (response.ok) {
            response.body?.cancel();
            return { passes: true, text: '' };
        }
        const { error } = await response.json().catch(() => ({}));
        return { passes: response.status === 429 || response.status >= 500, text: error ?? `HTTP ${response.status}` };
    } catch {
        return { passes: true, text: '' };
    }
}

customElements.define('live-tail', LiveTail);

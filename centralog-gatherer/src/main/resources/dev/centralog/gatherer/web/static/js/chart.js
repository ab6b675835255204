// SPDX-License-Identifier: Apache-2.0
// <event-chart>: events by level over time, as bars on top of each other; a part can be chosen by dragging, or by keys.
import * as format from './format.js';
import { plain } from './text.js';

/** @typedef {{since: string, first_slice?: string, until: string, slice_seconds: number, levels: Record<string, number[]>, releases?: {release: string, app?: string, at: string}[]}} Histogram */

const uPlot = /** @type {any} */ (window).uPlot;
const HOUR = 3600;

/** Emits `zoom` with {since, until} and `moment` with {at}, in ISO form. */
class EventChart extends HTMLElement {
    /** @type {Histogram | null} */
    #histogram = null;
    #shownLevels = [];
    /** @type {Record<string, string>} */
    #names = {};
    #key = '';
    #plot = null;
    #at = -1;
    #observer = new ResizeObserver(() => this.#resize());
    #redraw = () => this.#draw();

    /** @param {{histogram: Histogram, levels: string[], names?: Record<string, string>}} value the levels from the bottom to the top */
    set shown(value) {
        const key = JSON.stringify(value);
        if (key === this.#key) {
            return;
        }
        this.#key = key;
        this.#histogram = value.histogram;
        this.#shownLevels = value.levels;
        this.#names = value.names ?? {};
        if (this.isConnected) {
            this.#draw();
        }
    }

    connectedCallback() {
        this.#observer.observe(this);
        addEventListener('themechange', this.#redraw);
        this.addEventListener('keydown', this.#onKey);
        this.tabIndex = 0;
        this.setAttribute('role', 'group');
        this.#draw();
    }

    disconnectedCallback() {
        this.#observer.disconnect();
        removeEventListener('themechange', this.#redraw);
        this.#plot?.destroy();
        this.#plot = null;
    }

    /** The start of the first slice, which may be before the range: slices are those of the clock. */
    get #first() {
        return Date.parse(this.#histogram.first_slice ?? this.#histogram.since) / 1000;
    }

    get #starts() {
        const { slice_seconds: width, levels } = this.#histogram;
        const slices = Math.max(0, ...Object.values(levels).map((each) => each.length));
        const first = this.#first;
        return Array.from({ length: slices }, (_, index) => first + index * width);
    }

    /** Sums from the bottom up; the highest is drawn first, so that the lower ones lie on it. */
    #stacked() {
        const levels = this.#shownLevels;
        const sums = [];
        levels.forEach((level, at) => {
            const below = sums[at - 1];
            sums.push(this.#histogram.levels[level].map((value, slice) => value + (below ? below[slice] : 0)));
        });
        return { levels: [...levels].reverse(), sums: sums.reverse() };
    }

    #draw() {
        this.#plot?.destroy();
        this.#plot = null;
        this.#at = -1;
        if (!this.#histogram || !this.clientWidth) {
            return;
        }
        const { levels, sums } = this.#stacked();
        this.replaceChildren();
        this.#plot = new uPlot(this.#options(levels), [this.#starts, ...sums], this);
        this.querySelector('.uplot').setAttribute('aria-hidden', 'true');
        const tip = document.createElement('div');
        tip.className = 'tip';
        tip.hidden = true;
        this.append(tip);
    }

    #options(levels) {
        const colour = this.#colour.bind(this);
        const { until, slice_seconds: width } = this.#histogram;
        const from = this.#first;
        const to = Math.max(Date.parse(until) / 1000, from + width);
        const axis = { stroke: colour('--muted'), font: '11px system-ui, sans-serif', ticks: { show: false }, grid: { stroke: colour('--line'), width: 1 } };
        return {
            width: this.clientWidth,
            height: this.clientHeight || 130,
            padding: [14, 20, 0, 0],
            legend: { show: false },
            scales: { x: { time: true, range: () => [from, to] }, y: { range: (_, least, most) => [0, Math.max(1, most * 1.06)] } },
            cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
            axes: [
                { ...axis, grid: { show: false }, size: 22, space: 70, values: (_, ticks) => ticks.map((tick, index) => tickText(tick, ticks[index - 1], to - from)) },
                { ...axis, size: 46, gap: 2, space: 34, values: (_, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? format.compact(tick) : '')) },
            ],
            series: [{}, ...levels.map((level) => this.#series(level))],
            hooks: {
                setSelect: [(plot) => this.#zoomTo(plot)],
                setCursor: [(plot) => this.#point(plot.cursor.idx ?? -1)],
                draw: [(plot) => this.#drawNow(plot), (plot) => this.#drawReleases(plot)],
                ready: [(plot) => plot.over.addEventListener('click', () => plot.select.width === 0 && this.#choose())],
            },
        };
    }

    #series(level) {
        return { label: level, fill: this.#colour(chartColour(level)), width: 0, points: { show: false }, paths: uPlot.paths.bars({ size: [0.9, Infinity], align: 1 }) };
    }

    #colour(name) {
        const probe = document.createElement('i');
        probe.style.color = `var(${name}, var(--chart-info))`;
        this.append(probe);
        const { color } = getComputedStyle(probe);
        probe.remove();
        return color;
    }

    /** Where the chart ends now: what the last slice has is not all yet. */
    #drawNow(plot) {
        const start = this.#starts.at(-1);
        if (!format.isNow(this.#histogram.until) || start === undefined) {
            return;
        }
        const { ctx, bbox } = plot;
        const scale = devicePixelRatio;
        const right = bbox.left + bbox.width;
        const from = this.#isOpen(start) ? plot.valToPos(start, 'x', true) : right;
        ctx.save();
        ctx.fillStyle = this.#colour('--muted');
        ctx.globalAlpha = 0.16;
        ctx.fillRect(from, bbox.top, right - from, bbox.height);
        ctx.globalAlpha = 1;
        ctx.fillRect(right - scale, bbox.top - 2 * scale, scale, bbox.height + 2 * scale);
        ctx.font = `${10.5 * scale}px system-ui, sans-serif`;
        ctx.textAlign = 'right';
        ctx.textBaseline = 'alphabetic';
        ctx.fillText(this.#nowText, right + 18 * scale, bbox.top - 3 * scale);
        ctx.restore();
    }

    get #nowText() {
        return `now, ${format.time(new Date(), 'minutes')}`;
    }

    #drawReleases(plot) {
        const { ctx, bbox } = plot;
        const scale = devicePixelRatio;
        let free = -1;
        ctx.save();
        ctx.font = `${10.5 * scale}px system-ui, sans-serif`;
        ctx.textAlign = 'left';
        ctx.textBaseline = 'alphabetic';
        ctx.strokeStyle = ctx.fillStyle = this.#colour('--accent');
        ctx.setLineDash([3 * scale, 3 * scale]);
        const end = bbox.left + bbox.width - (format.isNow(this.#histogram.until) ? ctx.measureText(this.#nowText).width - 12 * scale : 0);
        for (const mark of [...(this.#histogram.releases ?? [])].sort((a, b) => a.at.localeCompare(b.at))) {
            const x = plot.valToPos(Date.parse(mark.at) / 1000, 'x', true);
            if (x < bbox.left || x > bbox.left + bbox.width) {
                continue;
            }
            ctx.beginPath();
            ctx.moveTo(x, bbox.top - 2 * scale);
            ctx.lineTo(x, bbox.top + bbox.height);
            ctx.stroke();
            const name = plain(mark.release, 14);
            const wide = ctx.measureText(name).width;
            const left = Math.min(x + 3 * scale, end - wide);
            if (left > free) {
                ctx.fillText(name, left, bbox.top - 3 * scale);
                free = left + wide + 6 * scale;
            }
        }
        ctx.restore();
    }

    #point(at) {
        this.#at = at;
        const tip = /** @type {HTMLElement | null} */ (this.querySelector('.tip'));
        if (!tip) {
            return;
        }
        tip.hidden = at < 0 || !this.#starts.length;
        if (tip.hidden) {
            return;
        }
        const { slice_seconds: width, levels } = this.#histogram;
        const start = this.#starts[at];
        const counts = [...this.#shownLevels].reverse().map((level) => [level, levels[level][at] ?? 0]).filter(([, value]) => value > 0);
        tip.textContent = `${format.time(new Date(start * 1000), width < 60 ? 'seconds' : 'minutes')} + ${format.length(width)}: ` +
            (counts.map(([level, value]) => `${this.#names[level] ?? level} ${format.count(value)}`).join(', ') || 'none') + (this.#isOpen(start) ? ' so far' : '') + this.#begun(start, width);
        const x = this.#plot.valToPos(start, 'x') + this.#plot.over.offsetLeft;
        const most = this.clientWidth - tip.offsetWidth;
        // It stands beside its bar, and below the names of releases.
        const wide = this.#plot.valToPos(start + width, 'x') - this.#plot.valToPos(start, 'x') + 6;
        tip.style.left = `${Math.max(0, Math.min(x + wide + tip.offsetWidth > this.clientWidth ? x - tip.offsetWidth - 6 : x + wide, most))}px`;
    }

    /** Whether a slice is not over yet. */
    #isOpen(start) {
        const { until, slice_seconds: width } = this.#histogram;
        return format.isNow(until) && start + width > Date.parse(until) / 1000;
    }

    /** Releases whose first sign of life is of this slice; there is no room for all of their names above the chart. */
    #begun(start, width) {
        const begun = (this.#histogram.releases ?? []).filter(({ at }) => Date.parse(at) / 1000 >= start && Date.parse(at) / 1000 < start + width);
        return begun.length ? `; release ${begun.map(({ app, release }) => plain([app, release].filter(Boolean).join(' '), 40)).join(', ')}` : '';
    }

    #zoomTo(plot) {
        if (plot.select.width < 4) {
            return;
        }
        const { slice_seconds: width } = this.#histogram;
        const down = (value) => Math.floor(value / width) * width;
        const since = down(plot.posToVal(plot.select.left, 'x'));
        const until = down(plot.posToVal(plot.select.left + plot.select.width, 'x')) + width;
        plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        this.#zoom(since, until);
    }

    #zoom(since, until) {
        this.dispatchEvent(new CustomEvent('zoom', { detail: { since: iso(since), until: iso(until) } }));
    }

    #choose() {
        if (this.#at >= 0) {
            const since = this.#starts[this.#at];
            this.dispatchEvent(new CustomEvent('moment', { detail: { since: iso(since), until: iso(since + this.#histogram.slice_seconds) } }));
        }
    }

    #onKey = (event) => {
        const slices = this.#starts.length;
        const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (!this.#plot || !slices) {
            return;
        }
        if (step) {
            const at = Math.max(0, Math.min(slices - 1, this.#at < 0 ? slices - 1 : this.#at + step));
            this.#plot.setCursor({ left: this.#plot.valToPos(this.#starts[at], 'x') + 1, top: 0 });
            this.#point(at);
            this.#announce();
        } else if (event.key === 'Enter') {
            this.#choose();
        } else if (event.key === '+' || event.key === '-') {
            this.#zoomByKey(event.key === '+' ? 0.25 : 1);
        } else {
            return;
        }
        event.preventDefault();
    };

    #zoomByKey(share) {
        const from = Date.parse(this.#histogram.since) / 1000;
        const to = Date.parse(this.#histogram.until) / 1000;
        const middle = this.#at < 0 ? (from + to) / 2 : this.#starts[this.#at];
        const half = Math.max(this.#histogram.slice_seconds, (to - from) * share);
        this.#zoom(Math.floor(middle - half), Math.min(Math.ceil(middle + half), Math.ceil(Date.now() / 1000)));
    }

    #announce() {
        document.querySelector('#announcement').textContent = this.querySelector('.tip').textContent;
    }

    #resize() {
        if (this.#plot && this.clientWidth) {
            this.#plot.setSize({ width: this.clientWidth, height: this.clientHeight });
        } else {
            this.#draw();
        }
    }
}

/** A level that is none of the usual ones has the colour of the most usual one. */
const chartColour = (level) => '--chart-' + level.toLowerCase().replace(/[^a-z]/g, '');

const iso = (seconds) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

function tickText(tick, before, span) {
    const at = new Date(tick * 1000);
    const newDay = before === undefined ? span > 48 * HOUR : new Date(before * 1000).toDateString() !== at.toDateString();
    if (newDay || span > 14 * 24 * HOUR) {
        return format.date(at);
    }
    return at.toLocaleTimeString('en-GB', span < 300 ? undefined : { hour: '2-digit', minute: '2-digit' });
}

customElements.define('event-chart', EventChart);

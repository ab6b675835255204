// SPDX-License-Identifier: Apache-2.0
// The way of the data: the address, then what the view reads of it, then the view, then the document.
import { render } from './lit.js';
import { begin, go, here, onChange } from './address.js';
import { Failure, get } from './api.js';
import './chart.js';
import { listenToKeys } from './keyboard.js';
import { shell } from './shell.js';
import { applyTheme } from './theme.js';
import { knowReleases } from './triage.js';
import { actions } from './views/actions.js';
import { event } from './views/event.js';
import { family } from './views/family.js';
import { overview } from './views/overview.js';
import { pipeline } from './views/pipeline.js';
import { search } from './views/search.js';
import { tail } from './views/tail.js';
import { missing } from './views/missing.js';

/**
 * A view reads its parts at the same time, and shows each as it comes.
 * @typedef {{data?: any, failure?: Failure, loading: boolean}} Part
 * @typedef {{view: string, params: any, read?: (signal: AbortSignal) => Promise<any>}} Question
 * @typedef {object} View
 * @property {string} name
 * @property {(address: import('./address.js').Address, match: string[], parts: Record<string, Part>) => string} title
 * @property {(address: import('./address.js').Address, match: string[]) => Record<string, Question>} questions
 * @property {(address: import('./address.js').Address, parts: Record<string, Part>, match: string[]) => unknown} content
 */

/** @type {[RegExp, View][]} */
const VIEWS = [
    [/^\/$/, overview],
    [/^\/search$/, search],
    [/^\/(family|group)\/([\w-]+)$/, family],
    [/^\/event\/([^/]+)$/, event],
    [/^\/tail$/, tail],
    [/^\/actions$/, actions],
    [/^\/pipeline$/, pipeline],
    [/^/, missing],
];

const READ_AGAIN_MILLIS = 20_000;
const RETRY_MILLIS = 3_000;

/** @type {{view: View, match: string[], key: string, parts: Record<string, Part>, common: Record<string, Part>, controller: AbortController}} */
const state = { view: missing, match: [], key: '', parts: {}, common: {}, controller: new AbortController() };
let timer = 0;

/** Reads all that the address asks for; what is shown already stays until the answer is there. */
async function show({ scroll = null, focus = false } = {}) {
    clearTimeout(timer);
    const address = here();
    const [pattern, view] = VIEWS.find(([pattern]) => pattern.test(address.path));
    state.match = pattern.exec(address.path);
    if (state.view !== view || state.key !== address.path) {
        state.parts = {};
    }
    state.view = view;
    state.key = address.path;
    state.controller.abort();
    state.controller = new AbortController();
    const { signal } = state.controller;
    const asked = [read(state.common, { meta: { view: 'meta', params: {} }, status: { view: 'status', params: {} } }, signal), read(state.parts, view.questions(address, state.match), signal)];
    draw();
    if (focus) {
        document.querySelector('h1')?.focus({ preventScroll: true });
    }
    scrollTo(0, scroll ?? scrollY);
    await Promise.all(asked);
    if (signal.aborted) {
        return;
    }
    if (scroll) {
        scrollTo(0, scroll);
    }
    timer = setTimeout(readAgain, isAway() ? RETRY_MILLIS : READ_AGAIN_MILLIS);
}

/** @param {Record<string, Part>} parts @param {Record<string, Question>} questions @param {AbortSignal} signal */
async function read(parts, questions, signal) {
    Object.keys(parts).filter((name) => !questions[name]).forEach((name) => delete parts[name]);
    await Promise.all(
        Object.entries(questions).map(async ([name, { view, params, read }]) => {
            parts[name] = { ...parts[name], loading: true };
            let answer;
            try {
                answer = { data: await (read ? read(signal) : get(view, params, signal)) };
            } catch (e) {
                if (signal.aborted) {
                    return;
                }
                const failure = e instanceof Failure ? e : new Failure(0, String(e));
                // What was read last stays on the page where the failure will pass: the banner says that it is old.
                answer = failure.passes ? { data: parts[name].data, failure } : { failure };
            }
            if (!signal.aborted) {
                parts[name] = { ...answer, loading: false };
                draw();
            }
        }),
    );
}

const all = () => [...Object.values(state.parts), ...Object.values(state.common)];

const isAway = () => all().some((part) => part.failure?.passes);

/** What was asked for up to now changes; what lies between two times does not. */
function readAgain() {
    const address = here();
    const closed = address.params.has('until') || address.params.has('before');
    if (document.visibilityState === 'visible' && (!closed || isAway() || state.view === pipeline)) {
        show();
    } else {
        timer = setTimeout(readAgain, READ_AGAIN_MILLIS);
    }
}

function draw() {
    const address = here();
    knowReleases(state.common.meta?.data);
    const title = state.view.title(address, state.match, state.parts);
    document.title = title === 'Centralog' ? title : `${title} · Centralog`;
    const failure = all().map((part) => part.failure).find((each) => each?.passes || each?.status === 401);
    render(shell({ address, view: state.view.name, title, common: state.common, failure, busy: all().some((part) => part.loading), content: state.view.content(address, state.parts, state.match), reload: () => show() }), document.querySelector('#app'));
}

applyTheme();
document.querySelector('#app').replaceChildren();
onChange(({ back }) => {
    const same = here().path === state.key;
    show({ scroll: back ? (history.state?.scroll ?? 0) : same ? null : 0, focus: !same });
});
listenToKeys({ reload: () => show(), open: (path) => go(begin(path)) });
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && show());
addEventListener('online', () => show());
show();

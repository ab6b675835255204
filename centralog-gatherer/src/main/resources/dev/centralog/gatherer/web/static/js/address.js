// SPDX-License-Identifier: Apache-2.0
// The address is the state of the page: a path for the view, and parameters named as those of the API.

/** @typedef {{path: string, params: URLSearchParams}} Address */

/** Parameters that stay when another view is opened. */
const CONTEXT = ['since', 'until', 'app', 'environment'];

/** Parameters that belong to one list of results, and mean nothing in another one. */
const POSITION = ['before', 'open'];

let changed = () => {};

/** @returns {Address} */
export function here() {
    return { path: decodeURI(location.pathname), params: new URLSearchParams(location.search) };
}

/**
 * Returns a link to this view with other parameters; null removes one.
 * @param {Record<string, string | null>} changes
 */
export function withParams(changes) {
    const params = new URLSearchParams(location.search);
    POSITION.forEach((name) => params.delete(name));
    set(params, changes);
    return text(location.pathname, params);
}

/**
 * Returns a link to a view, in the same time and application.
 * @param {string} path
 * @param {Record<string, string | null>} more
 */
export function to(path, more = {}) {
    const now = new URLSearchParams(location.search);
    const params = new URLSearchParams();
    CONTEXT.filter((name) => now.has(name)).forEach((name) => params.set(name, now.get(name)));
    set(params, more);
    return text(path, params);
}

/** Views of what is now: a time that begins or ends at a moment does not stay when they are opened. */
const OF_NOW = ['/', '/tail', '/pipeline'];

/** Returns a link to the beginning of a view. @param {string} path */
export function begin(path) {
    const now = new URLSearchParams(location.search);
    const isFixed = now.has('until') || (now.has('since') && !/^\d+[smhd]$/.test(now.get('since')));
    return to(path, OF_NOW.includes(path) && isFixed ? { since: null, until: null } : {});
}

/**
 * Returns a link to the search with one more condition, or with this one instead of another of the same name.
 * @param {string} name such as host, or -host to exclude
 * @param {string} value
 * @param {Record<string, string | null>} more conditions, where the view is about something else than a search
 */
export function narrowed(name, value, more = {}) {
    const list = takesConditions(location.pathname);
    const params = new URLSearchParams(list ? location.search : to('').slice(1));
    set(params, more);
    POSITION.forEach((each) => params.delete(each));
    const excluded = name.startsWith('-');
    params.delete(excluded ? name.slice(1) : '-' + name, value);
    if (excluded) {
        params.delete(name, value);
        params.append(name, value);
    } else {
        params.set(name, value);
    }
    return text(location.pathname === '/tail' ? '/tail' : '/search', params);
}

/** Whether a view is narrowed by the conditions in its address. @param {string} path */
export const takesConditions = (path) => path === '/' || path === '/search' || path === '/tail';

/**
 * Returns a link to this view without one condition.
 * @param {string} name
 * @param {string} value
 */
export function without(name, value) {
    const params = new URLSearchParams(location.search);
    POSITION.forEach((each) => params.delete(each));
    const kept = params.getAll(name).filter((each) => each !== value);
    params.delete(name);
    kept.forEach((each) => params.append(name, each));
    return text(location.pathname, params);
}

/** @param {string} href @param {{replace?: boolean}} how */
export function go(href, { replace = false } = {}) {
    if (replace) {
        history.replaceState(history.state, '', href);
    } else {
        history.replaceState({ scroll: scrollY }, '');
        history.pushState(null, '', href);
    }
    changed({ back: false });
}

/** Reads again what this address shows. */
export function again() {
    changed({ back: false });
}

/** @param {(how: {back: boolean}) => void} listener called when the address has changed */
export function onChange(listener) {
    changed = listener;
    history.scrollRestoration = 'manual';
    addEventListener('popstate', () => listener({ back: true }));
    document.addEventListener('click', (event) => {
        const link = /** @type {Element} */ (event.target).closest('a[href]');
        const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
        if (link && plain && link.origin === location.origin && !link.hasAttribute('download') && !link.getAttribute('href').startsWith('#')) {
            event.preventDefault();
            go(link.href, { replace: link.hasAttribute('data-replace') });
        }
    });
}

function set(params, changes) {
    for (const [name, value] of Object.entries(changes)) {
        if (value === null) {
            params.delete(name);
        } else {
            params.set(name, value);
        }
    }
}

function text(path, params) {
    const query = params.toString().replace(/%3A/g, ':').replace(/%2C/g, ',');
    return path + (query ? '?' + query : '');
}

// SPDX-License-Identifier: Apache-2.0
// Conditions of a search: as text that is typed, and as parameters of the address.

/** Conditions that take a value, with what they are for. */
export const NAMES = {
    level: 'this and more severe: level:WARN',
    logger: 'a prefix: logger:com.example',
    app: 'the application',
    environment: 'such as production',
    host: 'where it was logged',
    release: 'of the application',
    thread: 'its name',
    trace: 'the trace id',
    since: '2h, or 2026-01-31T14:05Z',
    until: '10m, or a time',
    has: 'has:throwable',
    family: 'its id',
    group: 'its id',
    state: 'open, resolved, muted or regressed, of families',
};

const TOKEN = /(-?)(mdc\.[^\s:"]+|[a-z]+):(?:"((?:[^"\\]|\\.)*)"|(\S+))/giu;

/**
 * Returns the conditions in a text, and what is left of it as free text.
 * @param {string} typed
 * @returns {{conditions: [string, string][], text: string}}
 */
export function parse(typed) {
    /** @type {[string, string][]} */
    const conditions = [];
    const text = typed.replace(TOKEN, (whole, not, name, quoted, bare) => {
        const known = name.startsWith('mdc.') ? name : name.toLowerCase();
        if (!known.startsWith('mdc.') && !Object.hasOwn(NAMES, known)) {
            return whole;
        }
        const value = quoted === undefined ? bare : quoted.replace(/\\(.)/gu, '$1');
        conditions.push([not + known, known === 'level' ? value.toUpperCase() : value]);
        return ' ';
    });
    return { conditions, text: text.replace(/\s+/gu, ' ').trim() };
}

/** Parameters that have a control of their own. */
const ELSEWHERE = new Set(['app', 'environment', 'since', 'until', 'state']);

/**
 * Returns the conditions in an address that are shown as chips.
 * @param {URLSearchParams} params
 * @returns {[string, string][]}
 */
export function chips(params) {
    return [...params].filter(([name]) => isCondition(name) && !ELSEWHERE.has(name));
}

/**
 * Returns the parameters that narrow what is read of events.
 * @param {URLSearchParams} params
 */
export function conditions(params) {
    return new URLSearchParams([...params].filter(([name]) => (isCondition(name) && !/^-?state$/.test(name)) || /^-?text$/.test(name)));
}

/** What families can be narrowed by: the rest is known of single events only. */
const OF_FAMILIES = ['since', 'until', 'app', 'environment', 'level', 'logger', 'release', 'text', 'has', 'state'];

/** @param {URLSearchParams} params */
export function familyConditions(params) {
    return new URLSearchParams([...params].filter(([name]) => OF_FAMILIES.includes(name.replace(/^-/, '')) && name !== '-release'));
}

function isCondition(name) {
    const bare = name.replace(/^-/, '');
    return Object.hasOwn(NAMES, bare) || bare.startsWith('mdc.');
}

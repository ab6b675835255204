// SPDX-License-Identifier: Apache-2.0
// Texts of logs are hostile: what can't be seen, or turns what is beside it around, is shown as its code.
import { html } from './lit.js';

const UNSEEN =
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\u{e0000}-\u{e0fff}]/u;
const ALL_UNSEEN = new RegExp(UNSEEN.source, 'gu');
const NAMES = { 0: 'null', 7: 'bell', 8: 'backspace', 13: 'carriage return', 27: 'escape', 0x200b: 'zero-width space', 0x200d: 'zero-width joiner', 0x202d: 'left-to-right override', 0x202e: 'right-to-left override', 0xfeff: 'byte order mark' };

const codeOf = (character) => 'U+' + character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0');

/**
 * Returns a text as parts of a template.
 * @param {unknown} value
 */
export function shown(value) {
    const text = asText(value);
    if (!UNSEEN.test(text)) {
        return text;
    }
    const parts = [];
    let from = 0;
    for (const match of text.matchAll(ALL_UNSEEN)) {
        const code = codeOf(match[0]);
        parts.push(text.slice(from, match.index), html`<span class="code" title=${NAMES[match[0].codePointAt(0)] ?? 'a character that is not seen'}>${code}</span>`);
        from = match.index + match[0].length;
    }
    parts.push(text.slice(from));
    return parts;
}

/** Returns a text for an attribute or a title, where there is no markup. @param {unknown} value @param {number} most characters */
export function plain(value, most = 300) {
    const text = asText(value);
    return (text.length > most ? text.slice(0, most) + '…' : text).replace(ALL_UNSEEN, codeOf);
}

/**
 * Returns a text in which words that were searched for are marked, in capitals or not.
 * @param {string} text
 * @param {string[]} words
 */
export function highlighted(text, words) {
    const wanted = words.filter(Boolean).map((each) => each.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
    return wanted.length ? text.split(new RegExp(`(${wanted.join('|')})`, 'giu')).map((part, index) => (index % 2 ? html`<mark>${shown(part)}</mark>` : shown(part))) : shown(text);
}

/**
 * Returns a template of a log statement, with its placeholders marked.
 * @param {string} text
 */
export function template(text) {
    return text.split(/(\{[\w.:]{0,30}\})/).map((part, index) => (index % 2 ? html`<span class="hole">${part}</span>` : shown(part)));
}

/**
 * Returns a message with the values that stand where its template has holes marked; null if the message is not of the template.
 * @param {string} template
 * @param {string} message
 */
export function varying(template, message) {
    const [start, ...texts] = template.split(/\{[\w.:]{0,30}\}/);
    if (!message.startsWith(start)) {
        return null;
    }
    const parts = [shown(start)];
    let from = start.length;
    for (const [index, text] of texts.entries()) {
        const isLast = index === texts.length - 1;
        const to = isLast ? (message.endsWith(text) ? message.length - text.length : -1) : text ? message.indexOf(text, from) : from;
        if (to < from) {
            return null;
        }
        parts.push(html`<span class="varies" title="The row counts several events: in others this may be another value">${shown(message.slice(from, to))}</span>`, shown(text));
        from = to + text.length;
    }
    return parts;
}

/**
 * Returns a text whose beginning is shown, and the rest when asked for.
 * @param {unknown} value
 * @param {number} most characters
 */
export function long(value, most = 4000) {
    const text = asText(value);
    if (text.length <= most) {
        return shown(text);
    }
    return html`${shown(text.slice(0, most))}<details class="rest">
            <summary>${(text.length - most).toLocaleString('en')} more characters</summary>
            ${shown(text.slice(most, most + 200_000))}
        </details>`;
}

/** @param {unknown} value */
export function asText(value) {
    return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
}

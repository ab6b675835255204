// SPDX-License-Identifier: Apache-2.0
import { html, render } from './lit.js';

const KEYS = [
    ['/', 'search'],
    ['j, k', 'next and previous line'],
    ['e, E', 'next and previous error'],
    ['Enter', 'open the line'],
    ['t', 'decide on the line: resolve, mute, note'],
    ['p', 'pause the live tail'],
    ['g o, g s, g l, g a, g p', 'overview, search, live, actions, pipeline'],
    ['r', 'read again'],
    ['?', 'this help'],
    ['Esc', 'close, or leave the field'],
];

/** @typedef {{reload: () => void, open: (path: string) => void}} Commands */

/** @param {Commands} commands */
export function listenToKeys(commands) {
    let before = '';
    addEventListener('keydown', (event) => {
        const target = /** @type {HTMLElement} */ (event.target);
        const typing = target.matches('input, select, textarea, [contenteditable]');
        if (event.key === 'Escape' && typing) {
            target.blur();
        }
        if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) {
            return;
        }
        const run = before === 'g' ? GO[event.key] : ACTIONS[event.key];
        before = event.key;
        if (run) {
            event.preventDefault();
            run(commands);
        }
    });
}

const GO = {
    o: (commands) => commands.open('/'),
    s: (commands) => commands.open('/search'),
    l: (commands) => commands.open('/tail'),
    a: (commands) => commands.open('/actions'),
    p: (commands) => commands.open('/pipeline'),
};

const ACTIONS = {
    '/': () => /** @type {HTMLInputElement} */ (document.querySelector('#search')).select(),
    j: () => move(1, () => true),
    k: () => move(-1, () => true),
    e: () => move(1, isError),
    E: () => move(-1, isError),
    t: () => /** @type {HTMLElement | null} */ (currentLine()?.querySelector('.triage') ?? document.querySelector('.verdict .triage'))?.click(),
    p: () => /** @type {any} */ (document.querySelector('live-tail'))?.pause(),
    r: (commands) => commands.reload(),
    '?': () => showHelp(),
};

const isError = (line) => /^(ERROR|FATAL)$/.test(line.dataset.level);

const currentLine = () => document.activeElement?.closest('[data-line]');

/** Moves the focus to the next line, in this direction, that is one of these. */
function move(step, wanted) {
    const lines = [...document.querySelectorAll('[data-line]')];
    const now = lines.findIndex((line) => line.contains(document.activeElement));
    for (let at = now < 0 && step < 0 ? lines.length - 1 : now + step; at >= 0 && at < lines.length; at += step) {
        if (wanted(lines[at])) {
            const link = /** @type {HTMLElement} */ (lines[at].querySelector('a.line'));
            link.focus({ preventScroll: true });
            lines[at].scrollIntoView({ block: 'nearest' });
            return;
        }
    }
}

export function showHelp() {
    const dialog = /** @type {HTMLDialogElement} */ (document.querySelector('#help'));
    render(
        html`<h2 id="help-title">Keys</h2>
            <table>
                <tbody>
                    ${KEYS.map(([key, what]) => html`<tr><th scope="row">${key.split(' ').map((each) => html`<kbd>${each.replace(',', '')}</kbd> `)}</th><td>${what}</td></tr>`)}
                </tbody>
            </table>
            <p>On the chart: drag, or <kbd>←</kbd> <kbd>→</kbd> and <kbd>Enter</kbd>, to choose a time; <kbd>+</kbd> and <kbd>-</kbd> to zoom.</p>
            <form method="dialog"><button autofocus>Close</button></form>`,
        dialog,
    );
    dialog.showModal();
}

// SPDX-License-Identifier: Apache-2.0
const KEY = 'centralog.theme';
const ORDER = ['auto', 'light', 'dark'];

/** @returns {string} auto, light or dark */
export function theme() {
    try {
        const kept = localStorage.getItem(KEY);
        return ORDER.includes(kept) ? kept : 'auto';
    } catch {
        return document.documentElement.dataset.theme ?? 'auto'; // storage is off
    }
}

export function applyTheme(chosen = theme()) {
    document.documentElement.dataset.theme = chosen;
}

export function nextTheme() {
    const next = ORDER[(ORDER.indexOf(theme()) + 1) % ORDER.length];
    try {
        localStorage.setItem(KEY, next);
    } catch {
        // Storage is off: it holds until the page is closed.
    }
    applyTheme(next);
    dispatchEvent(new Event('themechange'));
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => dispatchEvent(new Event('themechange')));

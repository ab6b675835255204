// SPDX-License-Identifier: Apache-2.0
// Numbers, times and lengths of time as text. Times are those of the browser's zone.

const whole = new Intl.NumberFormat('en');
const fine = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const clockMinutes = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dayOfYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const zoneParts = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' });
const UNITS = { s: 1, m: 60, h: 3600, d: 86400 };

/** @param {number} value */
export const count = (value) => whole.format(value);

/** @param {number} value */
export const compact = (value) => short.format(value);

/** @param {number} value @param {string} one @param {string} several */
export const counted = (value, one, several = one + 's') => `${count(value)} ${value === 1 ? one : several}`;

/** @param {number} part from 0 to 1 */
export const share = (part) => (part > 0 && part < 0.01 ? '<1 %' : part < 1 && part > 0.99 ? '>99 %' : `${Math.round(part * 100)} %`);

/** The browser's time zone, such as CET. */
export const zone = () => zoneParts.formatToParts(new Date()).find((each) => each.type === 'timeZoneName')?.value ?? '';

/** @param {Date} time */
export function date(time) {
    return time.getFullYear() === new Date().getFullYear() ? day.format(time) : dayOfYear.format(time);
}

/**
 * Returns a time of day, with the day if that is not today.
 * @param {Date} time
 * @param {'minutes' | 'seconds' | 'millis'} precision
 */
export function time(time, precision = 'seconds') {
    let text = precision === 'minutes' ? clockMinutes.format(time) : clock.format(time);
    if (precision === 'millis') {
        text += '.' + String(time.getMilliseconds()).padStart(3, '0');
    }
    return time.toDateString() === new Date().toDateString() ? text : `${date(time)} ${text}`;
}

/** @param {number} seconds */
export function length(seconds) {
    for (const [unit, size] of Object.entries(UNITS).reverse()) {
        if (seconds >= size && seconds % size === 0) {
            return `${seconds / size} ${unit === 'm' ? 'min' : unit}`;
        }
    }
    return `${Math.round(seconds)} s`;
}

/** @param {Date} time @param {number} now in milliseconds */
export function ago(time, now = Date.now()) {
    const seconds = Math.max(0, (now - time.getTime()) / 1000);
    if (seconds < 90) {
        return `${Math.round(seconds)} s ago`;
    }
    if (seconds < 5400) {
        return `${Math.round(seconds / 60)} min ago`;
    }
    return seconds < 129600 ? `${Math.round(seconds / 3600)} h ago` : `${Math.round(seconds / 86400)} days ago`;
}

/** Whether a range ends now, but for the whole minute that ranges are made of. @param {string} until */
export const isNow = (until) => Math.abs(Date.now() - Date.parse(until)) < 120_000;

/** Returns the milliseconds of a text such as 15m, or null. @param {string | null} text */
export function lengthOf(text) {
    const parts = /^(\d+)([smhd])$/.exec(text ?? '');
    return parts ? Number(parts[1]) * UNITS[parts[2]] * 1000 : null;
}

/** @param {number} bytes */
export function bytes(bytes) {
    const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
    let unit = 0;
    for (; bytes >= 1024 && unit < units.length - 1; unit++) {
        bytes /= 1024;
    }
    return `${unit ? bytes.toFixed(1) : bytes} ${units[unit]}`;
}

/** @param {number | string} value */
export const decimal = (value) => (typeof value === 'number' ? fine.format(value) : String(value));

// SPDX-License-Identifier: Apache-2.0
// Samples of one family, side by side: which of their fields differ, and where.

/**
 * @typedef {{name: string, filter: string | null, values: (string | undefined)[]}} Field
 */

/**
 * Returns the fields of samples: those that differ first.
 * @param {any[]} samples as the API gives them
 * @returns {{differing: Field[], same: Field[]}}
 */
export function compare(samples) {
    const all = samples.map(fieldsOf);
    /** @type {Map<string, Field>} */
    const fields = new Map();
    all.forEach((sample, index) => {
        for (const [name, [filter, value]] of sample) {
            if (!fields.has(name)) {
                fields.set(name, { name, filter, values: new Array(samples.length).fill(undefined) });
            }
            fields.get(name).values[index] = value;
        }
    });
    const differs = (field) => field.values.some((value) => value !== field.values[0]);
    return { differing: [...fields.values()].filter(differs), same: [...fields.values()].filter((field) => !differs(field)) };
}

/** @returns {Map<string, [string | null, string]>} */
function fieldsOf(sample) {
    const text = (value) => (typeof value === 'string' ? value : JSON.stringify(value));
    /** @type {Map<string, [string | null, string]>} */
    const fields = new Map();
    const add = (name, value, filter = null) => value !== undefined && value !== null && fields.set(name, [filter, text(value)]);
    add('message', sample.message);
    add('host', sample.host, 'host');
    add('release', sample.release, 'release');
    add('thread', sample.thread, 'thread');
    add('thrown message', sample.thrown_message);
    (sample.arguments ?? []).forEach((value, index) => add(`argument ${index}`, value));
    Object.entries(sample.mdc ?? {}).forEach(([key, value]) => add(`mdc ${key}`, value, `mdc.${key}`));
    (sample.key_values ?? []).forEach(({ key, value }) => add(`key ${key}`, value));
    add('ndc', sample.ndc?.length ? sample.ndc : undefined);
    add('markers', sample.markers?.length ? sample.markers.join(', ') : undefined);
    add('trace', sample.trace_id, 'trace');
    return fields;
}

/**
 * Returns the words of a text, and which of them differ from those of the others at the same place.
 * @param {string} text
 * @param {(string | undefined)[]} all
 * @returns {{text: string, differs: boolean}[]}
 */
export function marked(text, all) {
    const words = text.slice(0, 5000).split(/(\s+)/);
    const others = all.filter((each) => each !== undefined && each !== text).map((each) => each.slice(0, 5000).split(/(\s+)/));
    if (others.some((each) => each.length !== words.length)) {
        return [{ text, differs: true }];
    }
    return words.map((word, index) => ({ text: word, differs: others.some((each) => each[index] !== word) }));
}

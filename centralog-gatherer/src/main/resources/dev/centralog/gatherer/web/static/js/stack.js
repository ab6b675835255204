// SPDX-License-Identifier: Apache-2.0
// A stack trace as parts: titles of throwables, the application's frames, and runs of frames of libraries.

/**
 * @typedef {{kind: 'title', text: string, label: string} | {kind: 'frame', text: string, own: boolean} | {kind: 'note', text: string}} Line
 * @typedef {Line | {kind: 'folded', frames: string[]}} Part
 */

const LIBRARIES =
    /^(?:java|javax|jdk|sun|com\.sun|jakarta|kotlin|kotlinx|scala|groovy|org\.(?:springframework|apache|hibernate|jboss|eclipse|codehaus|slf4j|junit|postgresql|mariadb|sqlite|xnio|glassfish|aspectj|reactivestreams|flywaydb|quartz|thymeleaf|mockito|jooq|jdbi|mongodb|redisson|h2|yaml)|io\.(?:netty|undertow|vertx|projectreactor|micrometer|lettuce|grpc|quarkus|micronaut|smallrye|opentelemetry|reactivex|jsonwebtoken|helidon)|reactor|rx|com\.(?:zaxxer|google|fasterxml|mysql|github|amazonaws|microsoft|oracle|ibm|h2database|datastax|rabbitmq|lmax|netflix|squareup|linecorp|mchange)|net\.(?:bytebuddy|sf|spy)|ch\.qos|software\.amazon|okhttp3|retrofit2|feign|oracle|weblogic|akka|play|redis)\./;

/**
 * Returns the parts of a stack trace.
 * @param {string} stack as Java prints it
 * @param {string[]} owners names of classes that are the application's: its loggers, the place
 * @returns {Part[]}
 */
export function parts(stack, owners) {
    const own = owners.filter(Boolean).map(packageStart);
    /** @type {Part[]} */
    const found = [];
    for (const text of stack.split('\n')) {
        const line = read(text, own);
        const last = found.at(-1);
        if (line?.kind === 'frame' && !line.own) {
            if (last?.kind === 'folded') {
                last.frames.push(line.text);
            } else {
                found.push({ kind: 'folded', frames: [line.text] });
            }
        } else if (line) {
            found.push(line);
        }
    }
    return found;
}

/** The first two names of a package, which are those of an organization. */
const packageStart = (name) => name.split('.').slice(0, 2).join('.') + '.';

/** @returns {Line | null} */
function read(text, own) {
    if (!text.trim()) {
        return null;
    }
    const frame = /^\s*at (?:[^/\s]*\/)*(.*)$/.exec(text);
    if (frame) {
        const name = frame[1];
        return { kind: 'frame', text: text.trim().slice(3), own: own.some((each) => name.startsWith(each) && !LIBRARIES.test(each)) || !LIBRARIES.test(name) };
    }
    if (/^\s*\.\.\. \d+ more/.test(text)) {
        return { kind: 'note', text: text.trim() };
    }
    const title = /^\s*(Caused by: |Suppressed: |\[CIRCULAR REFERENCE: )?(.*)$/s.exec(text);
    return { kind: 'title', text: title[2], label: (title[1] ?? '').replace(/[[:]\s*/g, ' ').trim() };
}

// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import dev.centralog.internal.wire.Text;

/**
 * The data by which a process that logs is recognized. Each text is one line of at most {@value #MAX_TEXT_BYTES} bytes in
 * UTF-8: a longer one is cut, and characters that control a terminal, reorder text or have no form in UTF-8 become
 * U+FFFD. No text is refused.
 *
 * <p>Thread-safety: immutable.
 *
 * @param app the application's name; part of the group key
 * @param environment the environment, e.g. {@code production}; part of the group key; may be empty
 * @param release the application's version, e.g. {@code 1.4.2} or a commit; empty if it is not known
 * @param host the machine's name
 * @param pid the process id, 0 if it is not known
 * @param instance the name by which the application's operators tell this process from others of the same application,
 *     e.g. of a pod; may be empty
 */
public record ProcessInfo(String app, String environment, String release, String host, long pid, String instance) {
    /** The longest text, in bytes of UTF-8. */
    public static final int MAX_TEXT_BYTES = 256;

    public ProcessInfo {
        app = Text.line(app, MAX_TEXT_BYTES);
        environment = Text.line(environment, MAX_TEXT_BYTES);
        release = Text.line(release, MAX_TEXT_BYTES);
        host = Text.line(host, MAX_TEXT_BYTES);
        instance = Text.line(instance, MAX_TEXT_BYTES);
    }
}

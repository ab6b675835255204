// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import dev.centralog.ProcessInfo;

/**
 * The content of a sign of life. Its texts are bounded as those of {@link ProcessInfo} are.
 *
 * @param process the process that gives it
 * @param centralog the version of Centralog
 * @param java the version of Java
 * @param framework the logging framework and its version; empty if there is none
 */
public record LifeSign(ProcessInfo process, String centralog, String java, String framework) {
    public LifeSign {
        centralog = Text.line(centralog, ProcessInfo.MAX_TEXT_BYTES);
        java = Text.line(java, ProcessInfo.MAX_TEXT_BYTES);
        framework = Text.line(framework, ProcessInfo.MAX_TEXT_BYTES);
    }
}

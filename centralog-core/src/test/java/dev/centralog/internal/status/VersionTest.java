// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VersionTest {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @Test
    void current_isFilledInByTheBuild() {
        Version current = Version.current();

        assertThat(current.number()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(current.commit()).matches("[0-9a-f]{40}(-modified)?|unknown");
    }

    @Test
    void toString_showsTheCommitInShort() {
        assertThat(new Version("1.2.3", COMMIT)).hasToString("1.2.3 (commit 0123456789ab)");
        assertThat(new Version("1.2.3", COMMIT + "-modified")).hasToString("1.2.3 (commit 0123456789ab-modified)");
        assertThat(new Version("1.2.3", Version.UNKNOWN)).hasToString("1.2.3 (commit unknown)");
    }
}

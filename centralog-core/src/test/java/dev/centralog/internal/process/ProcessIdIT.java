// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessIdIT {
    @Test
    void own_isThatOfTheHandle() {
        assertThat(ProcessId.own()).isEqualTo(ProcessHandle.current().pid());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class AwakeCoresTest {
    /** The policy by which Linux gives a process a core only if nobody else wants it: {@code SCHED_IDLE}. */
    private static final String IDLE = "5";

    private static String policy(Process process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[38];
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void cores_keptAwake_areFreeForAllOthersAndRestAtTheEnd() {
        assumeThat(CpuTime.isAvailable()).isTrue();
        AwakeCores cores = new AwakeCores();

        assertThat(cores.spinning()).hasSize(Runtime.getRuntime().availableProcessors());
        Awaitility.await()
                .until(() -> cores.spinning().stream().allMatch(each -> each.isAlive() && IDLE.equals(policy(each))));
        cores.close();

        Awaitility.await().until(() -> cores.spinning().stream().noneMatch(Process::isAlive));
    }
}

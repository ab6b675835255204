// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LocalGearmandIT {
    @BeforeAll
    static void needsGearmand() {
        assumeTrue(LocalGearmand.isAvailable());
    }

    @Test
    void start_twice_twoServersWithEmptyQueues() {
        try (LocalGearmand one = LocalGearmand.start();
                LocalGearmand other = LocalGearmand.start()) {
            assertThat(one.port()).isNotEqualTo(other.port());
            assertThat(one.jobs("work")).isZero();
            assertThat(other.jobs("work")).isZero();
        }
    }

    @Test
    void close_running_portIsFree() {
        LocalGearmand gearmand = LocalGearmand.start();

        gearmand.close();

        assertThat(connects(gearmand.port())).isFalse();
    }

    @Test
    void version_installed_namesIt() {
        assertThat(LocalGearmand.version()).matches("gearmand \\d+\\..*");
    }

    private static boolean connects(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException ignored) {
            return false;
        }
    }
}

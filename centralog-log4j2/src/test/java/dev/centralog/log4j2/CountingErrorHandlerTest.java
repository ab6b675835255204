// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.time.OwnThread;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.logging.log4j.core.ErrorHandler;
import org.apache.logging.log4j.core.LogEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CountingErrorHandlerTest {
    private static final String NOT_STARTED = "Attempted to append to non-started appender central";

    /** A handler that keeps what it is told. */
    private static final class Kept implements ErrorHandler {
        private final List<String> messages = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void error(String message) {
            messages.add(message);
        }

        @Override
        public void error(String message, @Nullable Throwable cause) {
            messages.add(message);
        }

        @Override
        public void error(String message, @Nullable LogEvent event, @Nullable Throwable cause) {
            messages.add(message);
        }
    }

    @Test
    void linesOfOurOwnThreads_whileTheAppenderStops_areNoFaults() throws InterruptedException {
        Kept kept = new Kept();
        CentralogAppender appender =
                CentralogAppender.newBuilder().setName("central").build();
        assertThat(appender).isNotNull();
        CountingErrorHandler handler = new CountingErrorHandler(kept, appender);

        handler.error(NOT_STARTED);
        Thread own = OwnThread.create("shipper", () -> handler.error(NOT_STARTED + " again"));
        own.start();
        own.join();

        assertThat(kept.messages).containsExactly(NOT_STARTED);
    }
}

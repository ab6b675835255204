// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.status.RateLimitedStatus;
import dev.centralog.internal.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * A producer's place in JMX. Loading JMX takes longer than all that opening a producer does, so that is left to the
 * shipper's thread. A runtime image without JMX goes without.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class JmxRegistration implements AutoCloseable {
    private final Producer producer;
    private final Clock clock;
    private final String app;
    private final RateLimitedStatus status;
    private @Nullable ProducerBean bean;

    JmxRegistration(Producer producer, Clock clock, String app, RateLimitedStatus status) {
        this.producer = producer;
        this.clock = clock;
        this.app = app;
        this.status = status;
    }

    /** Shows it. */
    void open() {
        try {
            bean = ProducerBean.register(producer, clock, app);
        } catch (NoClassDefFoundError ignored) {
            // No module java.management.
        } catch (Throwable e) { // by a security manager, say
            status.warn("jmx", "what is counted can't be shown in JMX (setting 'jmx')", e);
        }
    }

    @Override
    public void close() {
        try {
            if (bean != null) {
                bean.close();
            }
        } catch (Throwable e) {
            status.warn("jmx", "what was counted can't be taken out of JMX", e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.status.RateLimitedStatus;
import dev.centralog.internal.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The registration of a producer in JMX. Loading JMX takes longer than everything else about opening a producer, so the
 * shipper's thread does it. In a runtime image without JMX, nothing is registered.
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

    /** Registers the producer. */
    void open() {
        try {
            bean = ProducerBean.register(producer, clock, app);
        } catch (NoClassDefFoundError ignored) {
            // No module java.management.
        } catch (Throwable e) { // thrown by a security manager, for example
            status.warn("jmx", "can't show the counters in JMX (setting 'jmx')", e);
        }
    }

    @Override
    public void close() {
        try {
            if (bean != null) {
                bean.close();
            }
        } catch (Throwable e) {
            status.warn("jmx", "can't remove the counters from JMX", e);
        }
    }
}

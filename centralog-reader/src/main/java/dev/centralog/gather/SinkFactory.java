// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

/**
 * A maker of sinks for addresses of one scheme. The gatherer finds it by {@link java.util.ServiceLoader}: its name stands in
 * {@code META-INF/services/dev.centralog.gather.SinkFactory} of a jar in the gatherer's {@code lib}.
 *
 * <p>Thread-safety: one thread at a time; needs a public constructor without parameters.
 */
public interface SinkFactory {
    /** Returns the scheme, in lower case: with {@code print}, {@code database: print:…} leads here. Not {@code jdbc}. */
    String scheme();

    /**
     * Makes the sink for events; connects to nothing yet. Called also to check an address.
     *
     * @throws dev.centralog.ConfigException if the address can't be used; the message names the setting {@code database}, what is wrong
     *     in it and what is allowed, and no secret
     */
    DeliverySink<EventWindow.Content> events(SinkAddress address);

    /**
     * Makes the sink for actions; connects to nothing yet.
     *
     * @throws dev.centralog.ConfigException as {@link #events} does
     */
    DeliverySink<GatheredAction> actions(SinkAddress address);
}

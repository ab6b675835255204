// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import java.util.logging.LogManager;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPLogger;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * A logging provider that keeps the log lines of libraries out of a command's output, whatever logging framework is on the
 * class path. Users get what matters through {@link dev.centralog.StatusListener}.
 */
public final class SilentLogging implements SLF4JServiceProvider {
    // Not NOPLoggerFactory itself: Netty takes that for "no SLF4J" and uses the next framework that it finds.
    private final ILoggerFactory loggers = name -> NOPLogger.NOP_LOGGER;
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter mdc = new NOPMDCAdapter();

    /** Silences SLF4J and java.util.logging for this process; call it before anything logs. */
    public static void install() {
        System.setProperty("slf4j.provider", SilentLogging.class.getName());
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        LogManager.getLogManager().reset();
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return loggers;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return mdc;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {
        // Nothing to prepare.
    }
}

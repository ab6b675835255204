// SPDX-License-Identifier: Apache-2.0
package dev.centralog.standalone;

import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPLogger;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * The backend of the relocated SLF4J in the self-contained jars. It discards what the relocated libraries log;
 * Centralog itself reports what concerns its user. Without a backend SLF4J would print a warning to standard error.
 * SLF4J's own no-operation backend would make Netty look for another framework, and find {@code java.util.logging}, which
 * prints.
 */
public final class SilentServiceProvider implements SLF4JServiceProvider {
    private final ILoggerFactory loggers = name -> NOPLogger.NOP_LOGGER;
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter mdc = new NOPMDCAdapter();

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
    public void initialize() {}
}

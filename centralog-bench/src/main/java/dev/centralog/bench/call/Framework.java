// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

import dev.centralog.bench.jmh.Servers;

/** The two logging frameworks. Public for JMH's generated code. */
public enum Framework {
    LOGBACK("Logback") {
        @Override
        Statement open(Way way, Servers servers) {
            return new LogbackStatement(way, servers);
        }
    },
    LOG4J2("Log4j2") {
        @Override
        Statement open(Way way, Servers servers) {
            return new Log4j2Statement(way, servers);
        }
    };

    private final String title;

    Framework(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    abstract Statement open(Way way, Servers servers);
}

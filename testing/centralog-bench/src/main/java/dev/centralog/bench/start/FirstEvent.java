// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.start;

/**
 * One application's first event.
 *
 * @param millis from the JVM's start until the call that logged it had returned
 * @param cpuMillis the part of it that the calling thread was on a core; hardly affected by other work on the machine
 * @param logged 0 if the appender does nothing
 */
record FirstEvent(long millis, long cpuMillis, long logged, long acknowledged, long dropped) {
    String line() {
        return millis + " " + cpuMillis + " " + logged + " " + acknowledged + " " + dropped;
    }

    static FirstEvent parse(String line) {
        String[] numbers = line.split(" ", -1);
        return new FirstEvent(
                Long.parseLong(numbers[0]),
                Long.parseLong(numbers[1]),
                Long.parseLong(numbers[2]),
                Long.parseLong(numbers[3]),
                Long.parseLong(numbers[4]));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The browsers that have signed in, in memory only. A session ends when it was not used for a day, and when the process ends.
 *
 * <p>Thread-safe.
 */
final class Sessions {
    /** The most sessions; the one that was not used for longest makes room. */
    static final int MOST = 1000;

    private static final long IDLE_NANOS = Duration.ofDays(1).toNanos();
    private static final char BETWEEN = '.';

    private final LongSupplier nanos;
    private final Map<String, Session> sessions = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
            return size() > MOST;
        }
    };

    private record Session(String secret, long usedAtNanos) {}

    Sessions(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Starts a session and returns the cookie's value: the key to look it up by, and the secret to compare. */
    synchronized String start() {
        String key = Secrets.random();
        String secret = Secrets.random();
        sessions.put(key, new Session(secret, nanos.getAsLong()));
        return key + BETWEEN + secret;
    }

    /** Returns whether a cookie's value is that of a session, which then counts as used. */
    synchronized boolean isOne(String cookie) {
        int between = cookie.indexOf(BETWEEN);
        String key = between < 0 ? "" : cookie.substring(0, between);
        Session session = sessions.get(key);
        if (session == null || !Secrets.equal(session.secret, cookie.substring(between + 1))) {
            return false;
        }
        long now = nanos.getAsLong();
        if (now - session.usedAtNanos > IDLE_NANOS) {
            sessions.remove(key);
            return false;
        }
        sessions.put(key, new Session(session.secret, now));
        return true;
    }

    /** Ends the session of a cookie's value, if it is one. */
    synchronized void end(String cookie) {
        if (isOne(cookie)) {
            sessions.remove(cookie.substring(0, cookie.indexOf(BETWEEN)));
        }
    }
}

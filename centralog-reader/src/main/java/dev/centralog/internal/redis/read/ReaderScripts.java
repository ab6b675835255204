// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

import dev.centralog.internal.redis.Script;
import dev.centralog.internal.redis.Scripts;

/** The scripts that the reading side calls. */
public final class ReaderScripts {
    public static final Script TRIM = new Script(Scripts.BOOK, load("trim.lua"));
    public static final Script SEAL = new Script(load("seal.lua"));
    public static final Script LEASE = new Script(load("lease.lua"));
    public static final Script ACK = new Script(load("ack.lua"));
    public static final Script EVENTS = new Script(load("events.lua"));
    public static final Script PAYLOADS = new Script(load("payloads.lua"));

    /** The scripts of version 1 of the protocol, for the deliveries that it has left. */
    public static final Script SEAL_V1 = new Script(load("v1/seal.lua"));

    public static final Script LEASE_V1 = new Script(load("v1/lease.lua"));

    private ReaderScripts() {}

    private static String load(String name) {
        return Script.load(ReaderScripts.class, name);
    }
}

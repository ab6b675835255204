// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

/** The scripts that producers call, and the beginning that some scripts of the reading side share with them. */
public final class Scripts {
    /** The text that every script begins with that reads or writes the book. */
    public static final String BOOK = load("book.lua");

    public static final Script APPLY_EVENTS = new Script(BOOK, load("numbered.lua"), load("apply-events.lua"));
    public static final Script APPLY_ACTIONS = new Script(BOOK, load("numbered.lua"), load("apply-actions.lua"));
    public static final Script ASK = new Script(BOOK, load("ask.lua"));
    public static final Script MARK = new Script(BOOK, load("mark.lua"));

    static final Script RAISE = new Script(load("raise.lua"));

    private Scripts() {}

    private static String load(String name) {
        return Script.load(Scripts.class, name);
    }
}

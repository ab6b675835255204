// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rule that says what is masked, from the settings, and how much time of a thread the search may take. A pattern
 * may read a long text again from each of its characters, so the number of characters read is limited:
 * {@value #READS} for an event or an action, about 10 ms.
 *
 * <p>Thread-safety: immutable.
 */
public final class MaskRule {
    public static final long READS = 2_000_000;

    /** The part of the reads for the text by which an event is grouped. */
    private static final long READS_OF_GROUP = READS / 4;

    private static final long READS_OF_EVENT = READS - READS_OF_GROUP;

    /**
     * The part of the reads for one id. A long user or action id is masked twice: for the key that is looked up, and
     * for the id that is shown.
     */
    private static final long READS_OF_ID = READS / 8;

    private static final long READS_OF_PAYLOAD = READS / 2;

    /** A rule that masks nothing. */
    static final MaskRule NONE = new MaskRule(null, Set.of(), MaskRule::untold);

    private final @Nullable Pattern pattern;
    private final Set<String> keys;
    private final Runnable failed;

    private MaskRule(@Nullable Pattern pattern, Set<String> keys, Runnable failed) {
        this.pattern = pattern;
        this.keys = keys;
        this.failed = failed;
    }

    /** Returns the settings' rule; {@code failed} is run for each search that is given up. */
    static MaskRule of(CentralogConfig config, Runnable failed) {
        String mask = config.get(Settings.MASK);
        Set<String> keys = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        keys.addAll(config.get(Settings.MASK_KEYS));
        if (mask.isEmpty() && keys.isEmpty()) {
            return NONE;
        }
        return new MaskRule(mask.isEmpty() ? null : Pattern.compile(mask), keys, failed);
    }

    /** Returns a rule for tests. */
    static MaskRule of(Pattern pattern) {
        return new MaskRule(pattern, Set.of(), MaskRule::untold);
    }

    private static void untold() {}

    @Nullable
    Pattern pattern() {
        return pattern;
    }

    /** Whether all values under that key are secret. */
    boolean hidesKey(String key) {
        return keys.contains(key);
    }

    boolean isNone() {
        return this == NONE;
    }

    void tellFailed() {
        failed.run();
    }

    Mask forEvent() {
        return new Mask(this, READS_OF_EVENT);
    }

    Mask forGroup() {
        return new Mask(this, READS_OF_GROUP);
    }

    Mask forId() {
        return new Mask(this, READS_OF_ID);
    }

    Mask forPayload() {
        return new Mask(this, READS_OF_PAYLOAD);
    }
}

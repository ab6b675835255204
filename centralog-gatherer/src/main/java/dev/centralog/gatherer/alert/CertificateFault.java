// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.alert;

import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fault of a receiver's certificate, in words that say what to do; Java's own do not. */
enum CertificateFault {
    OTHER_HOST(
            "its certificate is not for this host: set 'webhook' to a name that is in it",
            "NO SUBJECT ALTERNATIVE|NO NAME MATCHING"),
    EXPIRED(
            "its certificate has expired, or is not valid yet",
            "VALIDITY CHECK FAILED|CERTIFICATEEXPIRED|CERTIFICATENOTYETVALID"),
    NOT_TRUSTED(
            "its certificate is from an authority that this Java does not trust: see 'Where it may post to' in docs/alerts.md",
            "PKIX PATH");

    private final String words;
    private final String signs;

    /** @param signs parts of what Java says, in capitals, separated by bars */
    CertificateFault(String words, String signs) {
        this.words = words;
        this.signs = signs;
    }

    /** Returns the fault by which a connection has failed; null if that was none of these. */
    static @Nullable CertificateFault of(@Nullable Throwable failure) {
        StringBuilder said = new StringBuilder();
        Throwable each = failure;
        for (int depth = 0; each != null && depth < 8; depth++) {
            said.append(each).append('\n');
            each = each.getCause();
        }
        String upper = said.toString().toUpperCase(Locale.ROOT);
        for (CertificateFault fault : values()) {
            if (Stream.of(fault.signs.split("\\|")).anyMatch(upper::contains)) {
                return fault;
            }
        }
        return null;
    }

    String words() {
        return words;
    }
}

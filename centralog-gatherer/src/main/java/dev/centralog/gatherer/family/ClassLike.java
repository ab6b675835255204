// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.family;

import dev.centralog.internal.wire.ClassNames;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words with digits that stay: names of classes, and names that everybody knows. Thread-safety: stateless. */
final class ClassLike {
    private static final int MAX_LENGTH = 256;

    /** Names in which the digits are no number. Each part of a word that has a digit must be one of them. */
    private static final Set<String> KNOWN = Set.of(
            "utf8", "utf16", "utf32", "sha1", "sha256", "sha384", "sha512", "md5", "crc32", "crc32c", "base64",
            "base32", "base58", "http2", "http3", "ipv4", "ipv6", "ip4", "ip6", "s3", "ec2", "log4j", "log4j2", "slf4j",
            "oauth1", "oauth2", "saml2", "x509", "k8s", "i18n", "l10n", "c3p0", "db2", "neo4j", "pkcs7", "pkcs8",
            "pkcs11", "pkcs12", "p12", "lz4", "bzip2", "x86", "x64", "amd64", "arm64", "aarch64", "int8", "int16",
            "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float32", "float64", "junit4", "junit5", "aes128",
            "aes256", "ed25519", "mp3", "mp4", "h2", "hbm2ddl", "b2b", "p2p", "e2e", "ntlmv2", "route53");

    /** Words that hold punctuation, of the same kind. */
    private static final Set<String> KNOWN_WHOLE =
            Set.of("utf-8", "utf-16", "utf-32", "sha-1", "sha-256", "sha-384", "sha-512", "iso-8859-1", "us-ascii");

    private ClassLike() {}

    /** Returns whether a word with digits is neither a known name nor the name of a class. */
    static boolean varies(CharSequence text, int start, int end) {
        if (end - start > MAX_LENGTH) {
            return true;
        }
        String word = text.subSequence(start, end).toString();
        if (word.chars().noneMatch(c -> Characters.isDigit((char) c))) {
            return false;
        }
        String stable = stableName(word);
        return !isKnown(word) && !isQualifiedClass(stable) && !isSimpleClass(stable);
    }

    /** Returns the name of a generated class as it is in each run, or null if the word is none, or has no such part. */
    static @Nullable String stable(CharSequence text, int start, int end) {
        if (end - start > MAX_LENGTH) {
            return null;
        }
        boolean hasDollar = false;
        for (int i = start; i < end; i++) {
            hasDollar |= text.charAt(i) == '$';
        }
        if (!hasDollar) {
            return null;
        }
        String name = stableName(text.subSequence(start, end).toString());
        return isClass(name) ? name : null;
    }

    /** Returns whether a name without its numbers is a class's for sure, and could not be taken for anything else. */
    private static boolean isClass(String name) {
        if (name.length() < 5 || WordShape.of(name, 0, name.length()).isLettersOnlyHex()) {
            return false;
        }
        return isQualifiedClass(name) || (isSimpleClass(name) && name.chars().anyMatch(Character::isLowerCase));
    }

    /** Returns a name without what changes from run to run, of a class, or of a class and its method. */
    private static String stableName(String word) {
        int dot = word.lastIndexOf('.');
        boolean hasMethod = dot > 0 && dot + 1 < word.length() && Character.isLowerCase(word.charAt(dot + 1));
        return hasMethod
                ? stableClass(word.substring(0, dot)) + '.' + ClassNames.stableMethod(word.substring(dot + 1))
                : stableClass(word);
    }

    private static String stableClass(String word) {
        String name = word;
        for (String shorter = ClassNames.stable(name); !shorter.equals(name); shorter = ClassNames.stable(name)) {
            name = shorter;
        }
        return name;
    }

    private static boolean isKnown(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (KNOWN_WHOLE.contains(lower)) {
            return true;
        }
        int from = 0;
        boolean hasDigit = false;
        for (int i = 0; i <= lower.length(); i++) {
            char c = i < lower.length() ? lower.charAt(i) : ' ';
            if (Characters.isSolid(c)) {
                hasDigit |= Characters.isDigit(c);
            } else {
                if (hasDigit && !KNOWN.contains(lower.substring(from, i))) {
                    return false;
                }
                from = i + 1;
                hasDigit = false;
            }
        }
        return true;
    }

    /** Returns whether a word is a package and a class, perhaps with a method; digits may stand in all but the first and a method. */
    private static boolean isQualifiedClass(String word) {
        boolean hasClass = false;
        int from = 0;
        for (int i = 0; i <= word.length(); i++) {
            if (i < word.length() && word.charAt(i) != '.') {
                continue;
            }
            Segment segment = Segment.of(word, from, i);
            if (segment == Segment.NONE || (segment.hasDigit && (from == 0 || (hasClass && !segment.isClass)))) {
                return false;
            }
            if (segment.isClass && from == 0) {
                return false;
            }
            hasClass |= segment.isClass;
            from = i + 1;
        }
        return hasClass;
    }

    /** A part of a word between two dots. */
    private enum Segment {
        NONE(false, false),
        CLASS(true, false),
        CLASS_WITH_DIGIT(true, true),
        OTHER(false, false),
        OTHER_WITH_DIGIT(false, true);

        final boolean isClass;
        final boolean hasDigit;

        Segment(boolean isClass, boolean hasDigit) {
            this.isClass = isClass;
            this.hasDigit = hasDigit;
        }

        static Segment of(String word, int from, int to) {
            boolean hasDigit = false;
            boolean hasLower = false;
            for (int i = from; i < to; i++) {
                char c = word.charAt(i);
                if (!Characters.isSolid(c) && c != '_' && c != '$') {
                    return NONE;
                }
                hasDigit |= Characters.isDigit(c);
                hasLower |= Character.isLowerCase(c);
            }
            if (from == to || Characters.isDigit(word.charAt(from))) {
                return NONE;
            }
            int first = word.charAt(from) == '$' && from + 1 < to ? from + 1 : from;
            if (Character.isUpperCase(word.charAt(first)) && hasLower) {
                return hasDigit ? CLASS_WITH_DIGIT : CLASS;
            }
            return hasDigit ? OTHER_WITH_DIGIT : OTHER;
        }
    }

    /** Returns whether a word is the name of a class such as Http2Exception: letters, up to four digits, and words behind them. */
    private static boolean isSimpleClass(String word) {
        int lastDigit = -1;
        int run = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (!Characters.isAsciiLetter(c) && !Characters.isDigit(c) && c != '$') {
                return false;
            }
            run = Characters.isDigit(c) ? run + 1 : 0;
            if (run > 4 || (run > 0 && i < 2)) {
                return false;
            }
            lastDigit = run > 0 ? i : lastDigit;
        }
        if (!Character.isUpperCase(word.charAt(word.charAt(0) == '$' && word.length() > 1 ? 1 : 0))) {
            return false;
        }
        return lastDigit < 0 || endsAsClass(word, lastDigit + 1);
    }

    private static boolean endsAsClass(String word, int from) {
        int lower = 0;
        for (int i = from + 1; i < word.length(); i++) {
            lower = Character.isLowerCase(word.charAt(i)) ? lower + 1 : 0;
        }
        return from + 3 < word.length() && lower >= 3 && Characters.isAsciiLetter(word.charAt(from));
    }
}

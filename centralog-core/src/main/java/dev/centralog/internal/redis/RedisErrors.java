// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The explanations of what went wrong with Redis, which name the setting to look at. */
public final class RedisErrors {
    private static final int LONGEST = 300;
    private static final Pattern UNKNOWN_COMMAND = Pattern.compile(
            "(?i)(unknown|unsupported|not supported|invalid|unrecognized)[^:]*(command|request)|command[^:]*not"
                    + " (supported|allowed)");
    private static final Pattern ECHOED_ARGUMENTS = Pattern.compile(",? with args beginning with:.*");
    private static final String REFUSES_US = "it refuses the user";
    private static final String NO_DATABASE = "it has no such database";
    private static final String NO_RIGHT = "the user lacks a right";
    private static final String MOVED = "another node of the cluster has its keys";
    private static final String CLUSTER_DOWN =
            "the cluster is down: no node has its keys, or too few nodes see each other (on the node: CLUSTER INFO)";
    private static final String HANGS_UP = "it closes the connection without giving a reason";

    /** The cause of a command without a connection. The client's own words say nothing more, and not that it is about Redis. */
    private static final Known NOT_CONNECTED = new Known(
            "Redis can't be reached: the connection to it has ended, and there is no new one yet (setting 'redis')",
            "CURRENTLY NOT CONNECTED");

    /**
     * The known causes. The first one that fits is taken: a cause for one connection comes before what is true of all that
     * fail.
     */
    private static final List<Known> KNOWN = List.of(
            NOT_CONNECTED,
            new Known(
                    REFUSES_US + " or the password (settings 'redis', 'redisUser', 'redisPassword')",
                    "WRONGPASS",
                    "NOAUTH",
                    "INVALID PASSWORD",
                    "AUTH <PASSWORD> CALLED"),
            new Known(
                    NO_DATABASE + " (settings 'redis', 'redisDatabase')",
                    "DB INDEX IS OUT OF RANGE",
                    "INVALID DB INDEX"),
            new Known(NO_RIGHT + " that Centralog needs (setting 'redisUser')", "NOPERM"),
            new Known("no sentinel knows a primary of that name (setting 'redis')", "USING SENTINEL"),
            new Known(
                    "no sentinel could be asked: they can't be reached (setting 'redis'), or refuse the user or the password"
                            + " (settings 'sentinelUser', 'sentinelPassword')",
                    "CONNECT TO A REDIS SENTINEL"),
            new Known("there is no such host (setting 'redis')", "UNKNOWNHOST", "FAILED TO RESOLVE", "NAME OR SERVICE"),
            new Known("a file for TLS can't be used", "SETTING 'REDISC", "SETTING 'REDISK"),
            new Known(
                    "a file is not a certificate (settings 'redisCa', 'redisCertificate')",
                    "CONTAIN VALID CERTIFICATES",
                    "COULD NOT PARSE CERTIFICATE"),
            new Known(
                    "a file is not a private key in PKCS #8, or does not belong to 'redisCertificate' (setting 'redisKey')",
                    "PRIVATE KEY",
                    "KEYSPEC"),
            new Known(
                    "its certificate is not for this host (setting 'redis')",
                    "NO SUBJECT ALTERNATIVE",
                    "NO NAME MATCHING"),
            new Known(
                    "its certificate has expired, or is not valid yet (setting 'redis')",
                    "VALIDITY CHECK FAILED",
                    "CERTIFICATEEXPIRED",
                    "CERTIFICATENOTYETVALID"),
            new Known("its certificate is from an authority that is not trusted (setting 'redisCa')", "PKIX PATH"),
            new Known(
                    "it asks for our certificate, or does not accept it (settings 'redisCertificate', 'redisKey')",
                    "FATAL ALERT"),
            new Known(MOVED, "MOVED "),
            new Known(CLUSTER_DOWN, "CLUSTERDOWN"),
            new Known(
                    "its keys are on their way to another node of the cluster; they are asked for again until they are there",
                    "TRYAGAIN",
                    "ASK "),
            new Known("it has reached its limit of clients (maxclients)", "MAX NUMBER OF CLIENTS"),
            new Known(
                    "it is in protected mode: it accepts connections from its own host only, until it has a password",
                    "PROTECTED MODE"),
            new Known("it is still loading its data, and replies when that is done", "LOADING THE DATASET"),
            new Known("it is busy running a script", "BUSY RUNNING A SCRIPT"),
            new Known("it does not use TLS: the setting 'redis' must begin with redis://", "NOT AN SSL/TLS RECORD"),
            new Known("its memory is full (maxmemory)", "OOM "),
            new Known(
                    "a key of Centralog holds data of another program (setting 'keyPrefix'; the keys: docs/protocol.md)",
                    "WRONGTYPE"));

    private static final List<Known> UNKNOWN_TO_TLS =
            silent("does not use TLS and the setting 'redis' must begin with redis://");
    private static final List<Known> UNKNOWN_TO_PLAIN =
            silent("uses TLS and the setting 'redis' must begin with rediss://");

    /** Returns the causes to name if a connection ended, or nothing came from it, while it was made. */
    private static List<Known> silent(String otherwise) {
        return List.of(
                new Known(
                        "it accepts connections but does not reply in time (setting 'connectTimeout'): it is busy or frozen,"
                                + " or it " + otherwise,
                        "NO ANSWER WITHIN",
                        "INITIALIZATION TIMED OUT",
                        "HANDSHAKE TIMED OUT"),
                new Known(
                        HANGS_UP + ": it " + otherwise + ", or it has reached its limit of clients (maxclients)",
                        "CONNECTION RESET",
                        "CONNECTION CLOSED PREMATURELY",
                        "HANDSHAKEHANDLER NOT REGISTERED",
                        "REMOTE HOST TERMINATED THE HANDSHAKE",
                        "CLOSEDCHANNEL",
                        "SSLENGINE CLOSED"),
                new Known("it can't be reached (setting 'redis')", "UNABLE TO CONNECT", "CONNECTION REFUSED"));
    }

    /** The words for a trouble whose text has one of these signs. */
    private record Known(String words, List<String> signs) {
        Known(String words, String... signs) {
            this(words, List.of(signs));
        }

        boolean isIn(String upper) {
            return signs.stream().anyMatch(upper::contains);
        }
    }

    private RedisErrors() {}

    /** Returns what went wrong with a command, in one line without passwords. */
    static String explain(Throwable trouble) {
        return explain(textOf(trouble), KNOWN.stream());
    }

    /**
     * Returns what went wrong with a connection that was being made, in one line without passwords.
     *
     * @param firstError the error reply that it began with, which the client may have passed over; null if there was none
     * @param tls whether the connection was to use TLS
     */
    static String explainConnecting(Throwable trouble, @Nullable String firstError, boolean tls) {
        String text = textOf(trouble);
        if (firstError != null && KNOWN.stream().noneMatch(known -> known.isIn(text.toUpperCase(Locale.ROOT)))) {
            return explain(firstError, KNOWN.stream());
        }
        return explain(text, Stream.concat(KNOWN.stream(), (tls ? UNKNOWN_TO_TLS : UNKNOWN_TO_PLAIN).stream()));
    }

    private static String explain(String said, Stream<Known> candidates) {
        // A server that does not know a command repeats its arguments, even if one is a password.
        String text = Setting.hidePassword(ECHOED_ARGUMENTS.matcher(said).replaceAll(""));
        String upper = text.toUpperCase(Locale.ROOT);
        String shown = shortened(text);
        return candidates
                .filter(known -> known.isIn(upper))
                .findFirst()
                .map(known -> known.words.equals(NOT_CONNECTED.words) ? known.words : known.words + ": " + shown)
                .orElse(shown);
    }

    /** Returns the beginning of a text: some replies are as long as a manual, and some are not text. */
    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    /** Whether the server is available and refuses the user, the database or a command. */
    static boolean isRefusal(Throwable trouble) {
        String explained = explain(trouble);
        return explained.startsWith(REFUSES_US) || explained.startsWith(NO_DATABASE) || explained.startsWith(NO_RIGHT);
    }

    /** Whether it is a node of a cluster that does not have the keys, and names the one that has them. */
    static boolean isMoved(Throwable trouble) {
        return textOf(trouble).contains("MOVED ");
    }

    /** Whether it is a node of a cluster that was sent keys of different slots at once. */
    static boolean isOfDifferentSlots(Throwable trouble) {
        return textOf(trouble).contains("CROSSSLOT");
    }

    /** Whether it is a node of a cluster that does not serve its keys. */
    static boolean isClusterDown(Throwable trouble) {
        return textOf(trouble).contains("CLUSTERDOWN");
    }

    /** Whether the connection was closed while it was made, or when the server was asked for its data. */
    static boolean isHangUp(Throwable trouble) {
        String text = textOf(trouble);
        String upper = text.toUpperCase(Locale.ROOT);
        return text.contains(HANGS_UP) || upper.contains("CONNECTION CLOSED") || upper.contains("CONNECTION RESET");
    }

    /** Whether a server of another kind, or a proxy, says in any words that it does not know the command. */
    static boolean isUnknownCommand(Throwable trouble) {
        return UNKNOWN_COMMAND.matcher(textOf(trouble)).find();
    }

    public static boolean isNoPermission(Throwable trouble) {
        return textOf(trouble).toUpperCase(Locale.ROOT).contains("NOPERM");
    }

    /** Whether a replica refuses to write, also in a script, in the words of any version. */
    static boolean isReadOnly(Throwable trouble) {
        String text = textOf(trouble);
        return text.contains("READONLY") || text.contains("read only replica");
    }

    public static boolean isWrongType(Throwable trouble) {
        return textOf(trouble).contains("WRONGTYPE");
    }

    static boolean isNoScript(Throwable trouble) {
        return textOf(trouble).contains("NOSCRIPT");
    }

    /** Returns the messages of a chain of causes, each once: Lettuce's outermost one often says nothing. */
    private static String textOf(Throwable trouble) {
        List<String> texts = new ArrayList<>();
        Throwable each = trouble;
        for (int depth = 0; each != null && depth < 8; depth++) {
            String message = each.getMessage();
            String text = message == null ? each.getClass().getSimpleName() : message;
            boolean known = texts.stream().anyMatch(before -> before.contains(text) || text.endsWith(before));
            if (!known) {
                texts.add(each instanceof java.net.UnknownHostException ? "UnknownHost: " + text : text);
            }
            each = each.getCause();
        }
        return String.join(": ", texts);
    }
}

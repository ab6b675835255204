// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;

/**
 * Inputs for a reader that must tolerate any input: a corpus's inputs, changed at random. The same seed gives the same
 * inputs. Not thread-safe.
 */
public final class Mutations {
    private static final int MOST_BYTES = 64 << 10;
    private static final int MOST_STEPS = 6;

    /**
     * The texts that readers have failed on: numbers at the limits of their types, opening and closing brackets, halves
     * of characters.
     */
    private static final List<String> PIECES = List.of(
            "-1",
            "0",
            "1e999999999",
            "-1e-999999999",
            "9223372036854775807",
            "9223372036854775808",
            "2147483648",
            "99999999999999999999999999999999",
            "NaN",
            "null",
            "true",
            "{",
            "}",
            "[",
            "]",
            "{\"",
            "\"",
            ":",
            ",",
            "\\",
            "\\u",
            "\\ud800",
            "\u0000",
            "\n",
            "\r\n",
            "\t",
            " ",
            "'",
            "#",
            "&a ",
            "*a",
            "!!",
            "|",
            ">",
            "---\n",
            "://",
            "@",
            "%",
            "?",
            "\uFEFF",
            "\uD83D\uDE00");

    private final List<byte[]> corpus;
    private final Random random;

    /**
     * Returns mutations of the lines of a resource.
     *
     * @param resource its absolute name; a text in UTF-8
     */
    public static Mutations ofLines(String resource, long seed) {
        return new Mutations(read(resource).lines().toList(), seed);
    }

    /** Returns mutations of a resource as a whole. */
    public static Mutations of(String resource, long seed) {
        return new Mutations(List.of(read(resource)), seed);
    }

    private Mutations(List<String> corpus, long seed) {
        this.corpus = corpus.stream().map(text -> text.getBytes(UTF_8)).toList();
        this.random = new Random(seed);
    }

    private static String read(String resource) {
        try (InputStream in = Mutations.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no resource " + resource);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the next input: one of the corpus with a few changes; rarely a long one. */
    public byte[] next() {
        byte[] input = any();
        for (int steps = random.nextInt(MOST_STEPS + 1); steps > 0; steps--) {
            input = changed(input);
        }
        return input.length <= MOST_BYTES ? input : part(input, 0, MOST_BYTES);
    }

    private byte[] any() {
        return corpus.get(random.nextInt(corpus.size()));
    }

    private byte[] changed(byte[] input) {
        int from = random.nextInt(input.length + 1);
        int to = from + random.nextInt(input.length - from + 1);
        byte[] piece = PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8);
        return switch (random.nextInt(7)) {
            case 0 -> spliced(input, from, new byte[] {(byte) random.nextInt(256)}, Math.min(input.length, from + 1));
            case 1 -> spliced(input, from, piece, from);
            case 2 -> spliced(input, from, piece, to);
            case 3 -> spliced(input, from, new byte[0], to);
            case 4 -> spliced(input, from, part(input, from, to), from);
            case 5 -> spliced(input, from, repeated(piece), from);
            default -> {
                byte[] other = any();
                int start = random.nextInt(other.length + 1);
                yield spliced(input, from, part(other, start, other.length), to);
            }
        };
    }

    private byte[] repeated(byte[] piece) {
        byte[] all = new byte[piece.length * (1 << random.nextInt(13))];
        for (int i = 0; i < all.length; i++) {
            all[i] = piece[i % piece.length];
        }
        return all;
    }

    /** Returns the bytes up to {@code from}, the piece, and the bytes from {@code to} on. */
    private static byte[] spliced(byte[] input, int from, byte[] piece, int to) {
        byte[] all = new byte[from + piece.length + input.length - to];
        System.arraycopy(input, 0, all, 0, from);
        System.arraycopy(piece, 0, all, from, piece.length);
        System.arraycopy(input, to, all, from + piece.length, input.length - to);
        return all;
    }

    private static byte[] part(byte[] input, int from, int to) {
        return java.util.Arrays.copyOfRange(input, from, to);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.EventView;
import dev.centralog.Level;
import dev.centralog.Origin;
import dev.centralog.SourceLocation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The parts that decide, within this process, whether two events are repeats of one another; the key of the
 * {@link EventFolder}. Different keys may have the same group name in Redis, which then adds their counts: for
 * example keys that differ only in a generated class's name, or in text that is masked.
 *
 * @param template the template; null if it does not count
 * @param location the place in the code; null if it does not count or is not known
 * @param text the rendered message if the mode groups by it, or the explicit fingerprint, else null
 * @param kind the kind of the group; keys of different kinds are never equal
 */
public record EventGroupKey(
        @Nullable Level level,
        @Nullable String logger,
        @Nullable String template,
        @Nullable String thrownClasses,
        @Nullable SourceLocation location,
        @Nullable String text,
        Kind kind,
        Origin origin) {
    /** The kinds of groups, by the texts that they contain. */
    public enum Kind {
        /** Events of one statement, by what the setting {@code groupBy} names. */
        STATEMENT,
        /** Events with one explicit fingerprint. */
        FINGERPRINT,
        /** Events of one place whose texts differ, and have no group of their own: see {@link TextsPerPlace}. */
        VARYING
    }

    static <E> EventGroupKey of(
            E event, EventView<E> view, @Nullable String template, @Nullable SourceLocation location) {
        return new EventGroupKey(
                view.level(event),
                view.logger(event),
                template,
                view.thrownClasses(event),
                location,
                null,
                Kind.STATEMENT,
                view.origin(event));
    }

    /** Returns the key of an event that is grouped by its rendered message, whatever its template is. */
    static <E> EventGroupKey ofMessage(E event, EventView<E> view, @Nullable SourceLocation location) {
        return of(event, view, null, location).withTexts(null, view.message(event));
    }

    /** Returns the key of an event that carries an explicit fingerprint, which replaces template and place. */
    static <E> EventGroupKey ofFingerprint(E event, EventView<E> view, String fingerprint) {
        return new EventGroupKey(
                view.level(event),
                view.logger(event),
                null,
                view.thrownClasses(event),
                null,
                fingerprint,
                Kind.FINGERPRINT,
                view.origin(event));
    }

    /** Returns the key of the texts of a place that are counted together. */
    static <E> EventGroupKey ofPlace(E event, EventView<E> view, SourceLocation location) {
        return new EventGroupKey(
                view.level(event),
                view.logger(event),
                null,
                view.thrownClasses(event),
                location,
                null,
                Kind.VARYING,
                view.origin(event));
    }

    boolean isVarying() {
        return kind == Kind.VARYING;
    }

    /** Compares all components; written out for the reasons given at {@link Origin#equals}. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EventGroupKey that
                && kind == that.kind
                && Objects.equals(template, that.template)
                && Objects.equals(logger, that.logger)
                && Objects.equals(level, that.level)
                && Objects.equals(location, that.location)
                && Objects.equals(thrownClasses, that.thrownClasses)
                && Objects.equals(text, that.text)
                && origin.equals(that.origin);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash());
    }

    EventGroupKey withTexts(@Nullable String otherTemplate, @Nullable String otherText) {
        return new EventGroupKey(level, logger, otherTemplate, thrownClasses, location, otherText, kind, origin);
    }

    /**
     * Whether {@link #of} would return an equal key. Texts that are the same object, as those of one statement are,
     * are not read.
     */
    <E> boolean isOf(E event, EventView<E> view, @Nullable String ofTemplate, @Nullable SourceLocation ofLocation) {
        return Objects.equals(template, ofTemplate)
                && isOfPlace(event, view, ofLocation)
                && text == null
                && kind == Kind.STATEMENT;
    }

    /** Whether an event of that location has the same parts, texts aside. */
    <E> boolean isOfPlace(E event, EventView<E> view, @Nullable SourceLocation ofLocation) {
        return Objects.equals(logger, view.logger(event))
                && Objects.equals(level, view.level(event))
                && Objects.equals(location, ofLocation)
                && Objects.equals(thrownClasses, view.thrownClasses(event))
                && origin.equals(view.origin(event));
    }

    /**
     * Returns the hash that selects the chain. It is cheap, since texts cache their hash codes, but many keys can be
     * made to have the same one.
     */
    long hash() {
        return hash(logger, template, location, text);
    }

    static long hash(
            @Nullable String logger,
            @Nullable String template,
            @Nullable SourceLocation location,
            @Nullable String text) {
        int place = location == null ? 0 : 31 * location.lineNumber() + hash(location.methodName());
        return SeededHash.of((long) hash(template) << 32 | Integer.toUnsignedLong(hash(logger)), place + hash(text));
    }

    /** Returns a hash of all texts that depends on this process's random numbers. */
    long seededHash() {
        return SeededHash.ofText(
                template, SeededHash.ofText(text, SeededHash.ofText(logger, SeededHash.ofText(thrownClasses, hash()))));
    }

    private static int hash(@Nullable String text) {
        return text == null ? 0 : text.hashCode();
    }
}

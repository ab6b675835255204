// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Starts a server just before the invocation that needs it. JUnit closes it afterwards, because it is an argument. */
abstract sealed class EachRedisProvider implements ArgumentsProvider {
    private String[] config = {};
    private boolean isOneEnough;

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        return versions(context.getDisplayName()).stream()
                .map(version ->
                        Arguments.of(LocalRedis.builder(version).config(config).start()));
    }

    private List<LocalRedis.Version> versions(String name) {
        List<LocalRedis.Version> available = Stream.of(LocalRedis.Version.values())
                .filter(LocalRedis.Version::isAvailable)
                .toList();
        if (!isOneEnough || Faults.isLong() || available.isEmpty()) {
            return available;
        }
        return List.of(available.get(Math.floorMod(name.hashCode(), available.size())));
    }

    // JUnit finds the annotation by the declared parameter type of accept; a type variable in a common method would
    // hide it.

    static final class ForTest extends EachRedisProvider implements AnnotationConsumer<EachRedis> {
        @Override
        public void accept(EachRedis annotation) {
            super.config = annotation.config();
            super.isOneEnough = annotation.isOneEnough();
        }
    }

    static final class ForClass extends EachRedisProvider implements AnnotationConsumer<EachRedisClass> {
        @Override
        public void accept(EachRedisClass annotation) {
            super.config = annotation.config();
            super.isOneEnough = annotation.isOneEnough();
        }
    }
}

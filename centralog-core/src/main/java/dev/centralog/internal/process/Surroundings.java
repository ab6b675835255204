// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.process;

import java.net.URL;
import org.jspecify.annotations.Nullable;

/** The parts of the JVM's surroundings that say what this process is. Tests have their own. */
public interface Surroundings {
    /** Returns the value of an environment variable; null if there is none, or it may not be read. */
    @Nullable
    String variable(String name);

    /** Returns the value of a system property; null if there is none, or it may not be read. */
    @Nullable
    String property(String name);

    /** Returns the place of a resource on the class path, found on this machine; null if there is none. */
    @Nullable
    URL resource(String name);

    /** Returns the surroundings of this JVM. */
    static Surroundings ofJvm() {
        return new Jvm();
    }

    /** The surroundings of this JVM. */
    final class Jvm implements Surroundings {
        private static final String LOADERS_OF_THE_JDK = "jdk.internal.loader.";

        private Jvm() {}

        @Override
        public @Nullable String variable(String name) {
            try {
                return System.getenv(name);
            } catch (SecurityException ignored) {
                return null;
            }
        }

        @Override
        public @Nullable String property(String name) {
            try {
                return System.getProperty(name);
            } catch (SecurityException ignored) {
                return null;
            }
        }

        /** Asks only a class loader of the JDK's own: another one, set by the user, might look for it on the network. */
        @Override
        public @Nullable URL resource(String name) {
            ClassLoader loader = ClassLoader.getSystemClassLoader();
            return loader.getClass().getName().startsWith(LOADERS_OF_THE_JDK) ? loader.getResource(name) : null;
        }
    }
}

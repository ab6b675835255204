// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * A test that runs once for each available {@link LocalRedis.Version}. Its one parameter is a fresh, started server.
 * The server is closed after the test; the test may stop, kill and start it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ParameterizedTest(name = "{0}", allowZeroInvocations = true)
@ArgumentsSource(EachRedisProvider.ForTest.class)
public @interface EachRedis {
    /** The lines to add to the server's redis.conf. */
    String[] config() default {};

    /** Whether the short form runs on one version, which depends on the name: little of what is tested depends on the version. */
    boolean isOneEnough() default false;
}

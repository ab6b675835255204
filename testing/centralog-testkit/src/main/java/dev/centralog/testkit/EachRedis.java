// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * A test that runs once per {@link LocalRedis.Version} available, each time with a fresh started server, its one
 * parameter. The server is closed after the test; the test may stop, kill and start it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ParameterizedTest(name = "{0}", allowZeroInvocations = true)
@ArgumentsSource(EachRedisProvider.ForTest.class)
public @interface EachRedis {
    /** Lines of its redis.conf. */
    String[] config() default {};
}

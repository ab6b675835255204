// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * A test class that runs once for each available {@link LocalRedis.Version}. Its one constructor parameter is a started
 * server that all its tests share. The class itself has to call {@link LocalRedis#flush} between tests.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@ArgumentsSource(EachRedisProvider.ForClass.class)
public @interface EachRedisClass {
    /** The lines to add to the server's redis.conf. */
    String[] config() default {};

    /** Whether the short form runs on one version, which depends on the name: little of what is tested depends on the version. */
    boolean isOneEnough() default false;
}

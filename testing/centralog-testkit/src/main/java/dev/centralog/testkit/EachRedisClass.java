// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * A test class that runs once per {@link LocalRedis.Version} available, its one constructor parameter a started server
 * that all its tests share. {@link LocalRedis#flush} between tests is the class' own business.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@ArgumentsSource(EachRedisProvider.ForClass.class)
public @interface EachRedisClass {
    /** Lines of its redis.conf. */
    String[] config() default {};
}

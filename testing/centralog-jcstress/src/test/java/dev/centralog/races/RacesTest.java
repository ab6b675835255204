// SPDX-License-Identifier: Apache-2.0
package dev.centralog.races;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.ForkedTestConfig;
import org.openjdk.jcstress.infra.runners.Runner;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.os.AffinityMode;
import org.openjdk.jcstress.os.NodeType;
import org.openjdk.jcstress.os.SchedulingClass;
import org.openjdk.jcstress.vm.CompileMode;

/** Runs each race for a moment in this JVM: starting a JVM for each, as the long form does, takes longer than the race. */
class RacesTest {
    private static final String[] SHORT = {"-iters", "1", "-time", "300", "-strideSize", "256", "-strideCount", "20"};

    static Collection<String> races() {
        return TestList.tests();
    }

    @ParameterizedTest
    @MethodSource("races")
    void race_inItsShortForm_hasNoForbiddenOutcome(String name) throws ReflectiveOperationException, IOException {
        TestInfo race = TestList.getInfo(name);
        Options options = new Options(SHORT);
        assertThat(options.parse()).isTrue();
        TestConfig config = new TestConfig(
                options,
                race,
                1,
                List.of(),
                CompileMode.UNIFIED,
                new SchedulingClass(AffinityMode.NONE, race.threads(), NodeType.PACKAGE));
        Runner<?> runner = Class.forName(config.generatedRunnerName)
                .asSubclass(Runner.class)
                .getConstructor(ForkedTestConfig.class)
                .newInstance(new ForkedTestConfig(config));

        TestResult result = runner.run();
        result.setConfig(config);
        Graded graded = new Graded();
        graded.add(result);

        System.out.println(name + ": " + graded.total() + " samples, " + graded);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.SourceLocation;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests that a stack walk finds the same caller as a full stack trace. */
class CallSiteFinderTest {
    private static final CallSiteFinder SITES = new CallSiteFinder();

    /** The results of both ways for one call. */
    public record Found(@Nullable SourceLocation walked, SourceLocation traced) {
        void assertSame() {
            assertThat(walked).isEqualTo(traced);
        }
    }

    /**
     * A stand-in for a logging framework: two frames of it lie between the caller and us. It is public for the copy
     * of {@link Maker}.
     */
    public static final class FakeLogger {
        private FakeLogger() {}

        public static Found log() {
            return inner();
        }

        /** Logs with that many more frames of it in between. */
        static Found logBelow(int frames) {
            if (frames > 0) {
                return logBelow(frames - 1);
            }
            SourceLocation walked = SITES.find(TestEvent.of("template", 0), new WalkedView());
            StackTraceElement[] all = new Throwable().getStackTrace();
            int caller = 0;
            while (all[caller].getClassName().equals(FakeLogger.class.getName())) {
                caller++;
            }
            return new Found(walked, SourceLocation.of(all[caller]));
        }

        private static Found inner() {
            SourceLocation walked = SITES.find(TestEvent.of("template", 0), new WalkedView());
            return new Found(walked, SourceLocation.of(new Throwable().getStackTrace()[2]));
        }
    }

    private static final class WalkedView extends TestEvent.View {
        @Override
        public boolean isLoggerFrame(TestEvent event, String className) {
            return className.equals(FakeLogger.class.getName());
        }

        @Override
        public @Nullable SourceLocation carriedLocation(TestEvent event) {
            return null;
        }
    }

    /** A class that logs while it is created, and while it is loaded. */
    static final class Maker implements Callable<List<Found>> {
        static final Found WHEN_LOADED = FakeLogger.log();
        private final Found whenMade;

        Maker() {
            whenMade = FakeLogger.log();
        }

        @Override
        public List<Found> call() {
            return List.of(WHEN_LOADED, whenMade, FakeLogger.log());
        }
    }

    @Test
    void caller_method_isFound() {
        FakeLogger.log().assertSame();
    }

    @Test
    void caller_howeverFarBelow_isFound() {
        for (int frames : new int[] {0, 5, 13, 14, 30, 31, 60, 3, 200, 0}) {
            FakeLogger.logBelow(frames).assertSame();
            FakeLogger.logBelow(frames).assertSame();
        }
    }

    @Test
    void caller_lambdaOrReference_isFound() {
        Supplier<Found> lambda = () -> FakeLogger.log();
        Supplier<Found> nested = () -> lambda.get();
        Supplier<Found> reference = FakeLogger::log;

        lambda.get().assertSame();
        nested.get().assertSame();
        reference.get().assertSame();
        assertThat(Objects.requireNonNull(lambda.get().walked()).methodName()).startsWith("lambda$");
    }

    @Test
    void caller_constructorAndStaticInitializer_isFound() {
        List<Found> found = new Maker().call();

        found.forEach(Found::assertSame);
        assertThat(found)
                .extracting(each -> Objects.requireNonNull(each.walked()).methodName())
                .containsExactly("<clinit>", "<init>", "call");
    }

    @Test
    void caller_byReflection_isTheOneWhoReflects() throws ReflectiveOperationException {
        Found found = (Found)
                Objects.requireNonNull(FakeLogger.class.getDeclaredMethod("log").invoke(null));

        assertThat(Objects.requireNonNull(found.walked()).methodName())
                .isEqualTo("caller_byReflection_isTheOneWhoReflects");
    }

    @Test
    void callers_onOneLineInTwoMethods_areTwoPlaces() {
        List<Supplier<Found>> onOneLine = List.of(() -> FakeLogger.log(), () -> FakeLogger.log());

        SourceLocation left = Objects.requireNonNull(onOneLine.get(0).get().walked());
        SourceLocation right = Objects.requireNonNull(onOneLine.get(1).get().walked());
        assertThat(left.lineNumber()).isEqualTo(right.lineNumber());
        assertThat(left.methodName()).isNotEqualTo(right.methodName());
    }

    @Test
    void callers_inOverloadsOfOneName_areTwoPlaces() {
        Found one = overloaded("text");
        Found other = overloaded(List.of());

        one.assertSame();
        other.assertSame();
        assertThat(other.walked()).isNotEqualTo(one.walked());
    }

    @SuppressWarnings("UnusedVariable") // tells the overloads apart
    private static Found overloaded(String text) {
        return FakeLogger.log();
    }

    @SuppressWarnings("UnusedVariable") // tells the overloads apart
    private static Found overloaded(List<String> texts) {
        return FakeLogger.log();
    }

    @Test
    void caller_samePlaceAgain_isTheSameObject() {
        List<SourceLocation> found = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            found.add(Objects.requireNonNull(FakeLogger.log().walked()));
        }

        assertThat(found.get(1)).isSameAs(found.get(0));
        assertThat(found.get(2)).isSameAs(found.get(0));
    }

    @Test
    void caller_notOnThisStack_isUnknown() {
        assertThat(SITES.find(TestEvent.of("template", 0), new WalkedView())).isNull();
    }

    @Test
    void classes_thatLogged_canBeUnloaded() throws Exception {
        WeakReference<ClassLoader> loader = logFromALoaderOfItsOwn();

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            System.gc();
            return loader.get() == null;
        });
    }

    private static WeakReference<ClassLoader> logFromALoaderOfItsOwn() throws ReflectiveOperationException {
        ClassLoader loader = new OwnLoader();
        Class<?> copy = Class.forName(Maker.class.getName(), true, loader);
        assertThat(copy).isNotSameAs(Maker.class);
        var constructor = copy.getDeclaredConstructor();
        constructor.setAccessible(true);
        Callable<?> maker = (Callable<?>) constructor.newInstance();
        try {
            assertThat((List<?>) maker.call()).hasSize(3);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return new WeakReference<>(loader);
    }

    /** A class loader that loads {@link Maker} anew, and everything else as usual. */
    private static final class OwnLoader extends ClassLoader {
        OwnLoader() {
            super(CallSiteFinderTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(Maker.class.getName())) {
                return super.loadClass(name, resolve);
            }
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = Objects.requireNonNull(in).readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}

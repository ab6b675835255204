// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests with names of classes as this JVM makes them, and as compilers and frameworks do. */
final class ClassNamesTest {
    private static final String HERE = ClassNamesTest.class.getName();

    /** A class that is defined once more, hidden. */
    static final class Copied {}

    static final class Inner {
        static Object anonymous() {
            return new Object() {};
        }
    }

    @Test
    void lambda_isTheClassThatHasIt() {
        Callable<String> lambda = () -> HERE;
        Callable<Callable<String>> nested = () -> () -> HERE + lambda;

        assertThat(lambda.getClass().getName()).startsWith(HERE + "$$Lambda").isNotEqualTo(HERE);
        assertThat(ClassNames.stable(lambda.getClass().getName())).isEqualTo(HERE);
        assertThat(ClassNames.stable(nested.getClass().getName())).isEqualTo(HERE);
    }

    @Test
    void proxyOfTheJdk_hasNoNumberAndNoPackage() {
        Object proxy = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Callable.class}, (self, method, arguments) -> HERE);

        assertThat(proxy.getClass().getName()).matches(".*\\$Proxy\\d+");
        assertThat(ClassNames.stable(proxy.getClass().getName())).isEqualTo("$Proxy");
    }

    @Test
    void hiddenClass_isWhatItWasDefinedFrom() throws IOException, IllegalAccessException {
        try (InputStream bytes =
                Objects.requireNonNull(Copied.class.getResourceAsStream("ClassNamesTest$Copied.class"))) {
            Class<?> hidden = MethodHandles.lookup()
                    .defineHiddenClass(bytes.readAllBytes(), false)
                    .lookupClass();

            assertThat(hidden.getName()).startsWith(HERE + "$Copied/0x");
            assertThat(ClassNames.stable(hidden.getName())).isEqualTo(HERE + "$Copied");
        }
    }

    @Test
    void anonymousClass_hasNoNumber_innerAndLocalOnesStay() {
        class Local {}

        assertThat(new Object() {}.getClass().getName()).matches(".*\\$\\d");
        assertThat(ClassNames.stable(new Object() {}.getClass().getName())).isEqualTo(HERE);
        assertThat(ClassNames.stable(Inner.anonymous().getClass().getName())).isEqualTo(HERE + "$Inner");
        assertThat(ClassNames.stable(Inner.class.getName())).isEqualTo(HERE + "$Inner");
        assertThat(ClassNames.stable(Local.class.getName())).isEqualTo(HERE + "$1Local");
    }

    @ParameterizedTest
    @CsvSource({
        // lambdas and hidden classes, by several JVMs
        "com.acme.Cart$$Lambda$14/0x0000000800c03000, com.acme.Cart",
        "com.acme.Cart$$Lambda/0x00007f0b3c001208, com.acme.Cart",
        "com.acme.Cart$$Lambda/0x7ae1b2, com.acme.Cart",
        "com.acme.Cart/0x00000000AbCdEf12, com.acme.Cart",
        "com.acme.Cart+0x0000000800c03000, com.acme.Cart",
        "com.acme.Cart$1$$Lambda$3/0x1, com.acme.Cart",
        "java.lang.invoke.LambdaForm$MH/0x0000000800c03000, java.lang.invoke.LambdaForm$MH",
        // proxies of the JDK, of CGLIB, Spring, Guice, Byte Buddy, Hibernate, Mockito, Weld, OpenWebBeans, Javassist
        "jdk.proxy2.$Proxy45, $Proxy",
        "com.sun.proxy.$Proxy7, $Proxy",
        "com.acme.$Proxy112, $Proxy",
        "$Proxy3, $Proxy",
        "com.acme.Cart$$EnhancerBySpringCGLIB$$1f2e3d4c, com.acme.Cart",
        "com.acme.Cart$$EnhancerByCGLIB$$1f2e3d4c, com.acme.Cart",
        "com.acme.Cart$$EnhancerBySpringCGLIB$$1f2e3d4c$$FastClassBySpringCGLIB$$9a8b, com.acme.Cart",
        "com.acme.Cart$$FastClassByGuice$$1f2e3d4c, com.acme.Cart",
        "com.acme.Cart$$KeyFactoryByCGLIB$$1f2e3d4c, com.acme.Cart",
        "com.acme.Cart$$SpringCGLIB$$0, com.acme.Cart",
        "com.acme.Cart$$SpringProxy$1f2e3d4c, com.acme.Cart",
        "com.acme.Cart$ByteBuddy$aB3dE5fG, com.acme.Cart",
        "com.acme.Cart$HibernateProxy$aB3dE5fG, com.acme.Cart",
        "com.acme.Cart$HibernateInstantiator$aB3dE5fG, com.acme.Cart",
        "com.acme.Cart$HibernateAccessOptimizer$aB3dE5fG, com.acme.Cart",
        "com.acme.Cart$MockitoMock$1786439201, com.acme.Cart",
        "codegen.java.util.List$MockitoMock$17, codegen.java.util.List",
        "com.acme.Cart$Proxy$_$$_WeldClientProxy, com.acme.Cart",
        "com.acme.Cart$$OwbNormalScopeProxy0, com.acme.Cart",
        "com.acme.Cart_$$_jvst4a6_0, com.acme.Cart",
        "com.acme.Cart_$$_javassist_12, com.acme.Cart",
        // reflection
        "jdk.internal.reflect.GeneratedMethodAccessor12, jdk.internal.reflect.GeneratedMethodAccessor",
        "jdk.internal.reflect.GeneratedConstructorAccessor1, jdk.internal.reflect.GeneratedConstructorAccessor",
        "sun.reflect.GeneratedSerializationConstructorAccessor9, sun.reflect.GeneratedSerializationConstructorAccessor",
        // Groovy
        "Script1, Script",
        "com.acme.script16884930211123456, com.acme.Script",
        "Script_0123456789abcdef0123456789abcdef, Script",
        "Script12$_run_closure3, Script$_run_closure",
        "com.acme.Cart$_sell_closure1$_closure2, com.acme.Cart$_sell_closure$_closure",
        // Kotlin
        "com.acme.Cart$sell$1, com.acme.Cart$sell",
        "com.acme.Cart$sell$1$2, com.acme.Cart$sell",
        "com.acme.Cart$sell$1$invokeSuspend$$inlined$map$1, com.acme.Cart$sell$invokeSuspend",
        "com.acme.CartKt$$Lambda$5/0x0000000800c03000, com.acme.CartKt",
        "com.acme.Cart$Companion, com.acme.Cart$Companion",
        // Scala
        "com.acme.Cart$, com.acme.Cart$",
        "com.acme.Cart$$anon$1, com.acme.Cart$$anon",
        "com.acme.Cart$$anonfun$sell$1, com.acme.Cart$$anonfun$sell",
        "com.acme.Cart$$anonfun$sell$1$$anonfun$apply$2, com.acme.Cart$$anonfun$sell$$anonfun$apply",
        "com.acme.Cart$$$Lambda$21/0x0000000800c03000, com.acme.Cart$",
    })
    void name_hasNothingThatChanges(String name, String stable) {
        assertThat(ClassNames.stable(name)).isEqualTo(stable);
        assertThat(ClassNames.stable(stable)).as("the rules are through").isEqualTo(stable);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "com.acme.Cart",
                "com.acme.Cart2",
                "com.acme.Cart$1Local",
                "com.acme.Cart$Item2",
                "com.acme.Subscript12",
                "com.acme.Script",
                "com.acme.Script1a",
                "com.acme.script1.Cart",
                "HTTP/2",
                "org.eclipse.jetty.http/11",
                "C++17",
                "a+b",
                "[/shop].[default]",
                "com.acme.Proxy12",
                "$1",
                "/0x12",
                "$$Lambda$3"
            })
    void name_thatIsNotGenerated_orHasNothingElse_stays(String name) {
        assertThat(ClassNames.stable(name)).isEqualTo(name);
    }

    @Test
    void chain_isChangedNameByName() {
        assertThat(ClassNames.allStable("a.B/0x1f a.C$1 a.D")).isEqualTo("a.B a.C a.D");
        assertThat(ClassNames.allStable("a.B a.D")).isEqualTo("a.B a.D");
        assertThat(ClassNames.allStable("a.B$$Lambda$1/0x2  $1 ")).isEqualTo("a.B  $1 ");
    }

    @Test
    void methodOfALambda_hasNoNumber() {
        assertThat(ClassNames.stableMethod("lambda$sell$7")).isEqualTo("lambda$sell");
        assertThat(ClassNames.stableMethod("lambda$sell$1a2b3c4d$1")).isEqualTo("lambda$sell$1a2b3c4d");
        assertThat(ClassNames.stableMethod("sell$7")).isEqualTo("sell$7");
        assertThat(ClassNames.stableMethod("<init>")).isEqualTo("<init>");
    }

    @Test
    void fileOfAScript_hasNoNumber() {
        assertThat(ClassNames.stableFile("Script12.groovy")).isEqualTo("Script.groovy");
        assertThat(ClassNames.stableFile("script16884930211123456.groovy")).isEqualTo("Script.groovy");
        assertThat(ClassNames.stableFile("Script_0123456789abcdef0123456789abcdef.groovy"))
                .isEqualTo("Script.groovy");
        assertThat(ClassNames.stableFile("Subscript1.java")).isEqualTo("Subscript1.java");
        assertThat(ClassNames.stableFile("Script1.java")).isEqualTo("Script1.java");
        assertThat(ClassNames.stableFile("Cart.java")).isEqualTo("Cart.java");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.awaitility.Awaitility;

/**
 * An application as a server deploys it: in this JVM, with its own class loader that shares only the JDK. After it is
 * undeployed nothing may still hold the loader: no thread, shutdown hook, JMX bean or thread-local.
 */
public final class Deployment {
    private static final List<String> LATE = new CopyOnWriteArrayList<>();

    private final WeakReference<ClassLoader> loader;

    private Deployment(ClassLoader loader) {
        this.loader = new WeakReference<>(loader);
    }

    /**
     * Runs a main class to its end, on its own thread, and releases it.
     *
     * @throws IllegalStateException with the exception that it threw
     */
    public static Deployment run(String classPath, String mainClass, String... arguments) {
        try (Loader loader = new Loader(
                Arrays.stream(classPath.split(File.pathSeparator, -1))
                        .map(Deployment::url)
                        .toArray(URL[]::new),
                ClassLoader.getPlatformClassLoader())) {
            FutureTask<Object> main = new FutureTask<>(() -> call(loader, mainClass, arguments), new Object());
            Thread thread = new Thread(main, "deployed");
            thread.setContextClassLoader(loader);
            thread.start();
            main.get();
            thread.join();
            loader.isStopped = true;
            return new Deployment(loader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /**
     * A loader that records which classes are requested after its application has stopped; Tomcat prints a stack trace
     * then.
     */
    private static final class Loader extends URLClassLoader {
        private volatile boolean isStopped;

        Loader(URL[] urls, ClassLoader parent) {
            super(urls, parent);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (isStopped) {
                LATE.add(name);
            }
            return super.findClass(name);
        }
    }

    /** Returns the names of the classes that stopped applications requested, for all deployments of this JVM. */
    public static List<String> loadedLate() {
        return List.copyOf(LATE);
    }

    private static void call(ClassLoader loader, String mainClass, String... arguments) {
        try {
            loader.loadClass(mainClass).getMethod("main", String[].class).invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static URL url(String path) {
        try {
            return Path.of(path).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(path, e);
        }
    }

    /** Returns a class path of a jar and the jars or directories of these classes. */
    public static String classPath(String jar, Class<?>... classes) {
        return Arrays.stream(classes)
                .map(each -> home(each).toString())
                .collect(Collectors.joining(File.pathSeparator, jar + File.pathSeparator, ""));
    }

    private static Path home(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Waits until nothing of it is left in this JVM and in Redis: class loader, our threads, beans, connections. Fails
     * if that takes longer than the limit.
     */
    public void awaitGone(LocalRedis redis, Duration limit) {
        Awaitility.await("the class loader to go")
                .atMost(limit)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    System.gc();
                    return loader.get() == null;
                });
        Awaitility.await("threads, beans and connections to go").atMost(limit).until(() -> leftBehind(redis)
                .isEmpty());
    }

    private static List<String> leftBehind(LocalRedis redis) {
        List<String> left = new ArrayList<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("centralog")) {
                left.add(thread.getName());
            }
        }
        for (ObjectName bean : ManagementFactory.getPlatformMBeanServer().queryNames(null, null)) {
            if (bean.getDomain().equals("dev.centralog")) {
                left.add(bean.toString());
            }
        }
        redis.cliList("CLIENT", "LIST").stream()
                .filter(line -> line.contains("name=centralog"))
                .forEach(left::add);
        return left;
    }

    /** Returns how much all deployments together have logged to a Redis from which nothing is gathered. */
    public static long logged(LocalRedis redis) {
        long sum = 0;
        for (String key : redis.cliList("KEYS", "{cl.2:*}:z:*")) {
            String name = "";
            for (String item : redis.cliList("ZRANGE", key, "0", "-1", "WITHSCORES")) {
                boolean isCount = item.matches("\\d{1,9}") && !name.matches("~(start|alive|end):[0-9a-f]{16}");
                sum += isCount ? Long.parseLong(item) : 0;
                name = item;
            }
        }
        return sum;
    }
}

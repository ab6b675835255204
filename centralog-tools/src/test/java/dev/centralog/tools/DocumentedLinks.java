// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The links of all pages of the project below a directory, and the pages that its sources name. */
record DocumentedLinks(Path root) {
    private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```$");
    private static final Pattern CODE = Pattern.compile("`[^`\\n]*`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)|(?:src|href|srcset)=\"([^\"]+)\"");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.*)$");
    private static final Pattern WITH_SCHEME = Pattern.compile("[a-z]+:.*");
    /** All but the test of this, which names pages that are none. */
    private static final Pattern SOURCE =
            Pattern.compile("(?!DocumentedLinksTest).*\\.(java|lua|sql|xml|yaml|service|sh)");
    /** A page that a source names, and in messages the title of its section. */
    private static final Pattern NAMED =
            Pattern.compile("(?:'([A-Z][^'\"]+(?:'s [^'\"]+)?)' in )?\\b(docs/[\\w/-]+\\.md)\\b");
    /** The seams of a text in Java sources: a concatenation, or a comment that continues on the next line. */
    private static final Pattern SEAM = Pattern.compile("\"\\s*\\+\\s*\"|\\R\\s*\\* ?");

    /** Returns what is wrong, each as the file and the link that leads nowhere. */
    List<String> broken() {
        List<String> broken = new ArrayList<>();
        for (Path file : files()) {
            String name = Objects.requireNonNull(file.getFileName()).toString();
            if (name.endsWith(".md")) {
                brokenOfPage(file, broken);
            } else if (SOURCE.matcher(name).matches()) {
                brokenOfSource(file, broken);
            }
        }
        return broken;
    }

    /** Returns the project's own files: without what is built, and without hidden directories. */
    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    String name = String.valueOf(directory.getFileName());
                    return !directory.equals(root) && (name.startsWith(".") || name.equals("target"))
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    files.add(file);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private void brokenOfPage(Path page, List<String> broken) {
        String text = CODE.matcher(FENCED.matcher(read(page)).replaceAll("")).replaceAll("");
        LINK.matcher(text)
                .results()
                .map(link -> link.group(1) == null ? link.group(2) : link.group(1))
                .filter(link -> !WITH_SCHEME.matcher(link).matches())
                .filter(link -> !leadsSomewhere(page, link))
                .forEach(link -> broken.add(root.relativize(page) + ": " + link));
    }

    private static boolean leadsSomewhere(Path page, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty()
                ? page
                : page.resolveSibling(URLDecoder.decode(parts[0], StandardCharsets.UTF_8))
                        .normalize();
        return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
    }

    private void brokenOfSource(Path source, List<String> broken) {
        for (MatchResult named : NAMED.matcher(SEAM.matcher(read(source)).replaceAll(""))
                .results()
                .toList()) {
            Path page = root.resolve(named.group(2));
            if (!Files.exists(page) || (named.group(1) != null && !anchors(page).contains(anchor(named.group(1))))) {
                broken.add(root.relativize(source) + ": " + named.group());
            }
        }
    }

    /** Returns the anchors of a page's headings, as GitHub makes them. */
    private static Set<String> anchors(Path page) {
        Set<String> anchors = new HashSet<>();
        HEADING.matcher(FENCED.matcher(read(page)).replaceAll("")).results().forEach(heading -> {
            String anchor = anchor(heading.group(1));
            int number = 0;
            while (!anchors.add(number == 0 ? anchor : anchor + "-" + number)) {
                number++;
            }
        });
        return anchors;
    }

    private static String anchor(String heading) {
        return heading.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.files;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** The permissions of what holds events: nobody else's, where the file system knows such. What is there keeps its own. */
public final class OwnerOnly {
    private static final FileAttribute<?>[] NONE = {};

    private OwnerOnly() {}

    /** Returns what to make that file with. */
    public static FileAttribute<?>[] file(Path path) {
        return permissions(path, "rw-------");
    }

    /** Returns what to make that directory with. */
    public static FileAttribute<?>[] directory(Path path) {
        return permissions(path, "rwx------");
    }

    /** Returns whether the file system knows such. */
    public static boolean isKnown(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] permissions(Path path, String text) {
        return isKnown(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))}
                : NONE;
    }
}

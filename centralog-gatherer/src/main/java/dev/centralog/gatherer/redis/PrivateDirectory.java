// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.redis;

import dev.centralog.CentralogException;
import dev.centralog.internal.files.OwnerOnly;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Objects;

/** A directory that belongs to this process's user and that no other user can read, if the file system supports that. */
final class PrivateDirectory {
    private PrivateDirectory() {}

    /**
     * Makes the directory, or closes one that exists to all other users.
     *
     * @throws CentralogException if it belongs to another user, who could put files into it that are then read
     */
    static void prepare(Path directory) throws IOException {
        Files.createDirectories(
                Objects.requireNonNull(directory.toAbsolutePath().getParent()));
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException ignored) {
            // It is checked like one that is new.
        }
        if (!OwnerOnly.isKnown(directory)) {
            return;
        }
        Path probe = Files.createTempFile(directory, "owner", "");
        UserPrincipal us = Files.getOwner(probe);
        Files.delete(probe);
        for (UserPrincipal owner :
                new UserPrincipal[] {Files.getOwner(directory), Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS)}) {
            if (!owner.equals(us)) {
                throw new CentralogException("the directory " + directory + " belongs to '" + owner.getName()
                        + "' and not to '" + us.getName()
                        + "': its owner could change what Redis keeps there; remove it, or move the database");
            }
        }
        restrict(directory, "rwx------");
    }

    static void restrict(Path path, String permissions) throws IOException {
        if (OwnerOnly.isKnown(path)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }
}

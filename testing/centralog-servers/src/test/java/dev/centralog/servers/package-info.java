// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.centralog.servers;

import org.jspecify.annotations.NullMarked;

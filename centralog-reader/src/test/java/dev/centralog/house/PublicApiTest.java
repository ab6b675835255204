// SPDX-License-Identifier: Apache-2.0
package dev.centralog.house;

import dev.centralog.testkit.PublicApiContract;

class PublicApiTest extends PublicApiContract {
    PublicApiTest() {
        super("dev.centralog.gather");
    }
}

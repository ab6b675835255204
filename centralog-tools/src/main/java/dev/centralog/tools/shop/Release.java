// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools.shop;

/** A release of the shop. The demo starts the first one, and deploys the second one half-way. */
public enum Release {
    /** The release to begin with. It can't print some labels. */
    FIRST("1.0.0"),
    /** The release that prints all labels, warns about the stock of each product that is sold, and fails with vouchers. */
    SECOND("1.1.0");

    /** The environment variable that says which release a process is; {@link #FIRST} if it is not set. */
    public static final String VARIABLE = "SHOP_RELEASE";

    private final String label;

    Release(String label) {
        this.label = label;
    }

    /** Returns the name under which processes of the release log. */
    public String label() {
        return label;
    }

    /** Returns the release that this process is. */
    static Release ofProcess() {
        return SECOND.label.equals(System.getenv(VARIABLE)) ? SECOND : FIRST;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.family;

/** The kinds of parts that are taken out of texts. They differ in explanations only: any kind leaves the same mark. */
public enum Kind {
    /** A placeholder of a template, such as {@code {}}, <code>{0}</code> or {@code %5.2f}, and the word around it. */
    PLACEHOLDER("placeholder"),
    /** A number, with its sign and its unit. */
    NUMBER("number"),
    /** A hexadecimal number, or the hash code of an object. */
    HEX("hexadecimal number"),
    /** A UUID. */
    UUID("UUID"),
    /** A date, a time of day, or both. */
    TIME("time"),
    /** A text in quotation marks, with these. */
    QUOTED("quoted text"),
    /** A path of a file or of a resource. */
    PATH("path"),
    /** A URL. */
    URL("URL"),
    /** An e-mail address. */
    EMAIL("e-mail address"),
    /** An IP address, with its port. */
    IP_ADDRESS("IP address"),
    /** A name of a host, with its port. */
    HOST("host"),
    /** The value of a key, as in {@code key=value}. */
    VALUE("value of a key"),
    /** Any other word with a digit, such as {@code worker-3}. */
    NAME("word with a digit");

    private final String label;

    Kind(String label) {
        this.label = label;
    }

    /** Returns the kind in words, in lower case as far as the words allow. */
    public String label() {
        return label;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools.audit;

import dev.centralog.tools.OptionException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the call of each number is, from 0: a repeat of one of so many groups, an event that there is only once, or an
 * action. And the name by which each is known again in the database.
 *
 * @param app the application's name, which tells this load from others in one database
 * @param run tells processes of one application apart; repeats of theirs fold into one, other events don't
 * @param groups how many groups the repeats are of; also how many users act
 * @param distinctPercent how many of a hundred calls log an event of their own
 * @param actionsPercent how many of a hundred calls count an action
 * @param sliceSeconds how long a slice of actions is
 */
public record Numbering(String app, String run, int groups, int distinctPercent, int actionsPercent, int sliceSeconds) {
    public Numbering {
        if (distinctPercent < 0 || actionsPercent < 0 || distinctPercent + actionsPercent > 100) {
            throw new OptionException(List.of("options '--distinct' and '--actions' are '" + distinctPercent + "' and '"
                    + actionsPercent + "'; allowed is 0 to 100, both together"));
        }
    }

    /** Each action brings this value, so that sums can be held against counts. */
    public static final long VALUE = 7;

    private static final int ACTIONS = 3;
    private static final Pattern REPEAT = Pattern.compile("step (\\d+): order (\\d+) .*");
    private static final Pattern TEMPLATE = Pattern.compile("(step \\d+): .*");
    private static final Pattern DISTINCT = Pattern.compile("event \\d+ of \\S+");

    /** What a call is. */
    public enum Kind {
        REPEAT,
        DISTINCT,
        ACTION
    }

    /** What the call of that number is. */
    public Kind kind(long number) {
        long slot = number % 100;
        if (slot < actionsPercent) {
            return Kind.ACTION;
        }
        return slot < actionsPercent + distinctPercent ? Kind.DISTINCT : Kind.REPEAT;
    }

    /** The group of a repeat: they take turns. */
    public int group(long number) {
        int others = actionsPercent + distinctPercent;
        long rank = number / 100 * (100 - others) + number % 100 - others;
        return (int) (rank % groups);
    }

    /** The text of an event that there is only once. */
    public String distinctMessage(long number) {
        return "event " + number + " of " + run;
    }

    /** The template of a group's repeats. */
    public static String template(int group) {
        return "step " + group + ": order {} of customer {} took {} ms";
    }

    /** Who acts: they take turns. */
    public String user(long number) {
        return userPrefix() + actionRank(number) % groups;
    }

    /** What all users' ids of this application start with. */
    String userPrefix() {
        return app + "-";
    }

    /** What is done. */
    public String action(long number) {
        return "act" + actionRank(number) % ACTIONS;
    }

    private long actionRank(long number) {
        return number / 100 * actionsPercent + number % 100;
    }

    /** By what the call of that number is known in the database. */
    String name(long number) {
        return switch (kind(number)) {
            case REPEAT -> eventName(app, "step " + group(number));
            case DISTINCT -> eventName(app, distinctMessage(number));
            case ACTION -> actionName(user(number), action(number));
        };
    }

    static String eventName(String app, String text) {
        return app + '/' + text;
    }

    static String actionName(String user, String action) {
        return user + ' ' + action;
    }

    /**
     * The name that a stored event bears by its template and, of a repeat, by its first event's number: nothing if it is
     * none of a numbered load, or if the two belong to different groups.
     */
    Optional<String> nameOf(String template, String message) {
        if (DISTINCT.matcher(message).matches()) {
            return template.equals(message) ? Optional.of(eventName(app, message)) : Optional.empty();
        }
        Matcher ofTemplate = TEMPLATE.matcher(template);
        Matcher repeat = REPEAT.matcher(message);
        if (!ofTemplate.matches() || !repeat.matches()) {
            return Optional.empty();
        }
        int group = Integer.parseInt(repeat.group(1));
        long number = Long.parseLong(repeat.group(2));
        boolean belongs =
                number == group || group(number) == group; // the former where all messages of a group are alike
        String name = "step " + group;
        return belongs && name.equals(ofTemplate.group(1)) ? Optional.of(eventName(app, name)) : Optional.empty();
    }

    Properties toProperties() {
        Properties all = new Properties();
        all.setProperty("app", app);
        all.setProperty("run", run);
        all.setProperty("groups", Integer.toString(groups));
        all.setProperty("distinctPercent", Integer.toString(distinctPercent));
        all.setProperty("actionsPercent", Integer.toString(actionsPercent));
        all.setProperty("sliceSeconds", Integer.toString(sliceSeconds));
        return all;
    }

    static Numbering of(Properties all) {
        return new Numbering(
                all.getProperty("app", ""),
                all.getProperty("run", ""),
                number(all, "groups"),
                number(all, "distinctPercent"),
                number(all, "actionsPercent"),
                number(all, "sliceSeconds"));
    }

    /**
     * @throws NumberFormatException if it is not there
     */
    private static int number(Properties all, String name) {
        return Integer.parseInt(all.getProperty(name, "none"));
    }
}

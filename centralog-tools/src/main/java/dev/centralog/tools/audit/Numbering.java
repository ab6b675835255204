// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools.audit;

import dev.centralog.tools.OptionException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The meaning of each call's number, from 0: the call repeats an event of one group, logs a distinct event, or counts
 * an action. Also the names by which these are found again in the database.
 *
 * @param app the application's name, which separates this load from others in one database
 * @param run the name of the process among those of one application; their repeats fold into one row, their distinct
 * events do not
 * @param groups the number of groups that are repeated; also the number of users
 * @param distinctPercent the percentage of calls that log a distinct event
 * @param actionsPercent the percentage of calls that count an action
 * @param sliceSeconds the length of a slice of actions, in seconds
 */
public record Numbering(String app, String run, int groups, int distinctPercent, int actionsPercent, int sliceSeconds) {
    public Numbering {
        if (distinctPercent < 0 || actionsPercent < 0 || distinctPercent + actionsPercent > 100) {
            throw new OptionException(List.of("options '--distinct' and '--actions' are '" + distinctPercent + "' and '"
                    + actionsPercent + "'; allowed is 0 to 100, both together"));
        }
    }

    /** The value of each action, so that sums can be compared with counts. */
    public static final long VALUE = 7;

    private static final int ACTIONS = 3;
    private static final Pattern REPEAT = Pattern.compile("step (\\d+): order (\\d+) .*");
    private static final Pattern TEMPLATE = Pattern.compile("(step \\d+): .*");
    private static final Pattern DISTINCT = Pattern.compile("event \\d+ of \\S+");

    /** The kinds of calls. */
    public enum Kind {
        REPEAT,
        DISTINCT,
        ACTION
    }

    /** Returns the kind of the call of that number. */
    public Kind kind(long number) {
        long slot = number % 100;
        if (slot < actionsPercent) {
            return Kind.ACTION;
        }
        return slot < actionsPercent + distinctPercent ? Kind.DISTINCT : Kind.REPEAT;
    }

    /** Returns the group of a repeat; the groups take turns. */
    public int group(long number) {
        int others = actionsPercent + distinctPercent;
        long rank = number / 100 * (100 - others) + number % 100 - others;
        return (int) (rank % groups);
    }

    /** Returns the text of a distinct event. */
    public String distinctMessage(long number) {
        return "event " + number + " of " + run;
    }

    /** Returns the template of a group's repeats. */
    public static String template(int group) {
        return "step " + group + ": order {} of customer {} took {} ms";
    }

    /** Returns the id of the user of an action; the users take turns. */
    public String user(long number) {
        return userPrefix() + actionRank(number) % groups;
    }

    /** Returns the beginning of all user ids of this application. */
    String userPrefix() {
        return app + "-";
    }

    /** Returns the id of the action. */
    public String action(long number) {
        return "act" + actionRank(number) % ACTIONS;
    }

    private long actionRank(long number) {
        return number / 100 * actionsPercent + number % 100;
    }

    /** Returns the name by which the call of that number is found in the database. */
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
     * Returns the name of a stored event, by its template and, for a repeat, by the number in its first event. Empty if
     * the event belongs to no numbered load, or if the two belong to different groups.
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
                number == group || group(number) == group; // number == group if all messages of a group are equal
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
     * Returns the number of that name.
     *
     * @throws NumberFormatException if it is missing
     */
    private static int number(Properties all, String name) {
        return Integer.parseInt(all.getProperty(name, "none"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.config;

import dev.centralog.CentralogConfig;
import dev.centralog.ConfigException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The address of the page, and who may open it.
 *
 * <p>Thread-safety: immutable.
 *
 * @param host the host or IP address to listen at, an IPv6 address without brackets; empty if there is no page
 * @param port the port; 0 for a free one
 * @param token the token with which one may sign in as often as one likes; empty for none
 * @param hosts further hosts that browsers may ask for, in lower case
 * @param proxy the reverse proxy that is trusted
 * @param traceUrl the address of a trace, with {@code {trace}} for its id; empty for none
 */
public record PageAccess(String host, int port, String token, Set<String> hosts, Proxy proxy, String traceUrl) {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|(?:0*:)+0*1");
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /**
     * A reverse proxy that is trusted.
     *
     * @param header the header by which it says who has signed in; empty if there is no such proxy
     * @param addresses its IP addresses
     */
    public record Proxy(String header, Set<InetAddress> addresses) {
        public Proxy {
            addresses = Set.copyOf(addresses);
        }
    }

    public PageAccess {
        hosts = Set.copyOf(hosts);
    }

    /**
     * Reads the settings of the page.
     *
     * @throws ConfigException if they contradict each other
     */
    public static PageAccess of(CentralogConfig config) {
        String page = config.get(GathererSettings.PAGE);
        boolean isOff = page.isEmpty() || page.equals("off");
        int colon = page.lastIndexOf(':');
        List<String> faults = new ArrayList<>();
        PageAccess access = new PageAccess(
                isOff ? "" : page.substring(0, colon).replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT),
                isOff ? 0 : Integer.parseInt(page.substring(colon + 1)),
                config.get(GathererSettings.PAGE_TOKEN),
                lowerCase(config.get(GathererSettings.PAGE_HOSTS)),
                new Proxy(
                        config.get(GathererSettings.PAGE_PROXY_HEADER),
                        addresses(config.get(GathererSettings.PAGE_PROXY_ADDRESSES), faults)),
                config.get(GathererSettings.PAGE_TRACE_URL));
        SecretLength.check(GathererSettings.PAGE_TOKEN, config, faults);
        access.check(page, faults);
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return access;
    }

    private static Set<String> lowerCase(List<String> names) {
        Set<String> all = new LinkedHashSet<>();
        names.forEach(each -> all.add(each.toLowerCase(Locale.ROOT)));
        return all;
    }

    private static Set<InetAddress> addresses(List<String> texts, List<String> faults) {
        Set<InetAddress> all = new LinkedHashSet<>();
        for (String each : texts) {
            try {
                if (!ADDRESS.matcher(each)
                        .matches()) { // a name would be looked up, and could be another one's tomorrow
                    throw new UnknownHostException(each);
                }
                all.add(InetAddress.getByName(each));
            } catch (UnknownHostException ignored) {
                faults.add("setting 'pageProxyAddresses' has '" + each
                        + "'; allowed are IP addresses separated by commas, such as 10.0.0.5");
            }
        }
        return all;
    }

    private void check(String page, List<String> faults) {
        if (isOn() && !isLoopback() && token.isEmpty() && proxy.header().isEmpty()) {
            faults.add("setting 'page' is '" + page
                    + "', which other machines can reach; allowed is that only with the setting"
                    + " 'pageToken' or 'pageProxyHeader', or else 127.0.0.1:port, [::1]:port, localhost:port or off");
        }
    }

    /** Returns whether there is a page. */
    public boolean isOn() {
        return !host.isEmpty();
    }

    /** Returns whether only this machine can reach the page. A name other than localhost counts as one that others reach. */
    public boolean isLoopback() {
        return LOOPBACK.matcher(host).matches();
    }

    /** Returns the same with any free port. */
    public PageAccess withFreePort() {
        return new PageAccess(host, 0, token, hosts, proxy, traceUrl);
    }

    /** Returns the address without the token. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}

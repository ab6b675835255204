// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.gatherer.config.GathererSettings;
import java.io.IOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tests of who gets in, and who does not. */
class SignInIT extends PageFixture {
    private static final String TOKEN = "a-token-of-tests-0123456789";
    private static final int GUESSES = 10_000;

    @Test
    void address_opened_makesASessionAndLeadsToTheCleanAddress() throws IOException {
        start(USUAL);

        RawAnswer answer = RawAnswer.get(port(), path());

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location")).matches("(http://localhost)?/");
        assertThat(answer.header("Set-Cookie"))
                .matches("centralog-" + port() + "=[\\w-]{43}\\.[\\w-]{43}; .*")
                .contains("; Path=/", "; HttpOnly", "; SameSite=Strict")
                .doesNotContain("Secure", "Domain");
        String cookie = "Cookie: " + answer.header("Set-Cookie").replaceFirst(";.*", "");
        assertThat(RawAnswer.get(port(), "/", cookie).body()).contains("a page of tests");
        assertThat(RawAnswer.get(port(), "/api/families?limit=3", cookie).body())
                .isEqualTo("{\"view\":\"families\",\"parameters\":\"{limit=[3]}\"}");
        assertThat(RawAnswer.get(port(), "/api/status", cookie).body()).isEqualTo("{\"exitCode\":0}");
    }

    @Test
    void address_withABrowsersClient_getsIn() throws Exception {
        start(USUAL);
        HttpClient client = HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(Redirect.ALWAYS)
                .build();

        HttpRequest request =
                HttpRequest.newBuilder(URI.create(addresses.get(0))).build();

        assertThat(client.send(request, BodyHandlers.ofString()).body()).contains("a page of tests");
    }

    @Test
    void address_usedOrWrong_isRefusedAndSaysHowToGetANewOne() throws IOException {
        start(USUAL);
        String used = path();
        String cookie = signIn();

        for (String path : List.of(used, "/?token=", "/?token=wrong")) {
            RawAnswer answer = RawAnswer.get(port(), path);
            assertThat(answer.status()).as(path).isEqualTo(401);
            assertThat(answer.header("Set-Cookie")).isEmpty();
            assertThat(answer.body()).contains("was used already, or is wrong", "<code>page: http</code>");
        }
        assertThat(RawAnswer.get(port(), used, cookie).header("Set-Cookie")).isEmpty();
        assertThat(addresses).hasSize(2).doesNotHaveDuplicates();
        assertThat(signIn()).isNotEqualTo(cookie);
    }

    @Test
    void notice_styleOfItsOwn_isTheOnlyOneThatItsPolicyAllows() throws Exception {
        start(USUAL);

        RawAnswer answer = RawAnswer.get(port(), "/");

        Matcher style = Pattern.compile("<style>(.*)</style>").matcher(answer.body());
        assertThat(style.find()).isTrue();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(style.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(answer.header("Content-Security-Policy"))
                .contains("; style-src-elem 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'; ");
    }

    @Test
    void address_tenThousandGuesses_areLimitedAndKeepNobodyOut() throws Exception {
        start(USUAL);
        HttpClient client = HttpClient.newHttpClient();
        int limited = 0;
        for (int i = 0; i < GUESSES; i++) {
            URI guess = URI.create("http://127.0.0.1:" + port() + "/?token=" + Secrets.random());
            int status = client.send(HttpRequest.newBuilder(guess).build(), BodyHandlers.discarding())
                    .statusCode();
            assertThat(status).isIn(401, 429);
            limited += status == 429 ? 1 : 0;
        }

        assertThat(limited).isPositive();
        assertThat(RawAnswer.get(port(), "/api/meta", signIn()).status()).isEqualTo(200);
    }

    @Test
    void nothing_withoutASession_isShown() throws IOException {
        start(USUAL);

        for (String path : List.of("/", "/family/1", "/static/app.js", "/api/meta", "/api/status", "/favicon.ico")) {
            for (String header : List.of(
                    "X-A: b",
                    "Cookie: centralog-" + port() + "=x.y",
                    "Cookie: centralog-" + port() + "=",
                    "Authorization: Bearer ")) {
                RawAnswer answer = RawAnswer.get(port(), path, header);
                assertThat(answer.status()).as(path + " " + header).isEqualTo(401);
                assertThat(answer.text()).doesNotContain("tests");
            }
        }
    }

    @Test
    void link_ofAnotherSite_isAskedForAgainByTheBrowser() throws IOException {
        start(USUAL);

        assertThat(RawAnswer.get(port(), "/family/1?a=\"b", "Sec-Fetch-Site: cross-site")
                        .body())
                .contains("content=\"0;url=/family/1?a=&quot;b\"");
        assertThat(RawAnswer.get(port(), "//other.example/", "Sec-Fetch-Site: cross-site")
                        .body())
                .doesNotContain("other.example");
        RawAnswer first = RawAnswer.get(port(), path(), "Sec-Fetch-Site: cross-site");
        assertThat(first.header("Set-Cookie")).contains("SameSite=Strict");
        assertThat(first.body()).contains("content=\"0;url=/\"");
    }

    @Test
    void signOut_ofASession_endsIt() throws IOException {
        start(USUAL);
        String cookie = signIn();

        assertThat(RawAnswer.post(port(), "/sign-out", cookie, "X-Centralog: 1").status())
                .isEqualTo(303);

        assertThat(RawAnswer.get(port(), "/api/meta", cookie).status()).isEqualTo(401);
    }

    @Test
    void pageToken_inTheFormOrTheHeader_getsIn() throws IOException {
        start(USUAL.with(GathererSettings.PAGE_TOKEN, TOKEN));

        assertThat(RawAnswer.get(port(), "/").body()).contains("<form method=\"post\" action=\"/sign-in\">");
        assertThat(form(TOKEN).status()).isEqualTo(303);
        assertThat(form(TOKEN).header("Set-Cookie")).contains("HttpOnly");
        assertThat(form("wrong").status()).isEqualTo(401);
        assertThat(RawAnswer.get(port(), "/api/meta", "Authorization: Bearer " + TOKEN)
                        .status())
                .isEqualTo(200);
        assertThat(RawAnswer.get(port(), "/?token=" + TOKEN).status()).isEqualTo(401);
    }

    @Test
    void pageToken_afterManyWrongOnes_isNotLookedAt() throws IOException {
        start(USUAL.with(GathererSettings.PAGE_TOKEN, TOKEN));
        int status = 0;
        while (status != 429) { // one attempt a second is allowed for ever, so a fast client gets there
            status = form("wrong").status();
        }

        assertThat(form(TOKEN).status()).isEqualTo(429);
        assertThat(form(TOKEN).header("Retry-After")).isEqualTo("1");
    }

    private RawAnswer form(String token) throws IOException {
        String body = "token=" + token;
        return RawAnswer.to(
                port(),
                "POST /sign-in HTTP/1.1",
                "Host: localhost",
                "Origin: http://localhost",
                "Sec-Fetch-Site: same-origin",
                "Connection: close",
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Length: " + body.length(),
                "",
                body);
    }

    @Test
    void cookie_behindTls_isSecure() throws IOException {
        start(USUAL);

        assertThat(RawAnswer.get(port(), path(), "X-Forwarded-Proto: https").header("Set-Cookie"))
                .contains("; Secure");
    }

    @Test
    void proxyHeader_fromTheProxyAlone_getsIn() throws IOException {
        CentralogConfig trusting = USUAL.with(GathererSettings.PAGE_PROXY_HEADER, "X-Forwarded-User");
        start(trusting);
        assertThat(RawAnswer.get(port(), "/api/meta", "X-Forwarded-User: bob").status())
                .isEqualTo(200);
        assertThat(RawAnswer.get(port(), "/api/meta", "X-Forwarded-User: ").status())
                .isEqualTo(401);
        assertThat(RawAnswer.get(port(), "/api/meta", "X-Other: bob").status()).isEqualTo(401);
        stop();

        start(trusting.with(GathererSettings.PAGE_PROXY_ADDRESSES, List.of("192.0.2.1")));

        assertThat(RawAnswer.get(port(), "/api/meta", "X-Forwarded-User: bob").status())
                .isEqualTo(401);
    }

    @Test
    void address_thatOthersCanReach_hasNoToken() throws IOException {
        start(USUAL.with(GathererSettings.PAGE, "0.0.0.0:0").with(GathererSettings.PAGE_TOKEN, TOKEN));

        assertThat(addresses).containsExactly("http://0.0.0.0:" + port() + "/");
        assertThat(RawAnswer.get(port(), "/livez", "Host: 127.0.0.1").status()).isEqualTo(200);
        assertThat(RawAnswer.get(
                                port(),
                                "/",
                                "Host: " + InetAddress.getLoopbackAddress().getHostAddress())
                        .status())
                .isEqualTo(401);
    }
}

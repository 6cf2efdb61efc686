package dev.sallyport.auth;

import static dev.sallyport.auth.TestBrowser.page;
import static dev.sallyport.auth.TestBrowser.usual;
import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.cookie;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.json;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.client.LogoutUris;
import dev.sallyport.domain.person.DisablePerson;
import dev.sallyport.domain.session.EndAllSessions;
import dev.sallyport.domain.session.LogoutNotice;
import dev.sallyport.domain.session.Session;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The end of a session, however it comes: what ends with it, and what the browser shows and keeps. */
class LogoutTest extends SharedSession {
    /** Every way in which a session ends; each is given the session of Ada's browser in the product's own web app. */
    @SuppressWarnings("ImmutableEnumChecker") // what they do is theirs alone
    enum End {
        SIGN_OUT_OF_THE_WEB_APP(test -> assertThat(test.webSignOut().status()).isEqualTo(204)),
        SIGN_OUT_PAGE(test -> test.signOutPage("/oauth2/logout")),
        LIST_OF_SESSIONS(test -> {
            String mobile = field(test.door.mobile(ADA, PASSWORD), "access_token");
            String id = test.door.stores.sessions().live(test.door.idOf(ADA), test.door.now()).stream()
                    .filter(s -> s.kind() == Session.Kind.WEB)
                    .findFirst()
                    .orElseThrow()
                    .id()
                    .toString();
            assertThat(test.door
                            .ask(Request.of("DELETE", "/v1/auth/sessions/" + id)
                                    .header("authorization", "Bearer " + mobile))
                            .status())
                    .isEqualTo(204);
        }),
        ALL_OTHER_SESSIONS(test -> {
            String mobile = field(test.door.mobile(ADA, PASSWORD), "access_token");
            assertThat(test.door
                            .ask(Request.of("DELETE", "/v1/auth/sessions").header("authorization", "Bearer " + mobile))
                            .status())
                    .isEqualTo(200);
        }),
        NEW_PASSWORD_BY_A_LINK(test -> {
            String link = test.door.resetLink(ADA);
            assertThat(test.door
                            .post(
                                    "/v1/auth/password/reset",
                                    "{\"token\":\"" + link + "\",\"password\":\"another long password\"}")
                            .status())
                    .isEqualTo(204);
        }),
        ADMINISTRATOR_DISABLES(test -> new DisablePerson(
                        test.door.stores.people(),
                        test.door.stores.sessions(),
                        test.door.links,
                        test.door.events,
                        test.door::now)
                .disable(test.door.idOf(ADA))),
        ADMINISTRATOR_ENDS_ALL(test -> new EndAllSessions(test.door.stores.sessions(), test.door.events, test.door::now)
                .endAll(test.door.idOf(ADA))),
        THEFT_OF_THE_WEB_APPS_REFRESH_TOKEN(test -> {
            String stolen = test.browser.cookie("__Secure-refresh_token");
            Response turned = test.refreshWeb(stolen);
            assertThat(turned.status()).isEqualTo(200);
            test.door.pass(Duration.ofSeconds(11));
            assertThat(test.refreshWeb(stolen).status()).isEqualTo(401);
        });

        private final Consumer<LogoutTest> comes;

        End(Consumer<LogoutTest> comes) {
            this.comes = comes;
        }
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void T30_T49_however_a_session_ends_its_families_end_with_it_and_its_clients_are_told(End end) throws Exception {
        webSignIn();
        Response shop = tokens("shop", "openid profile");
        Response quiet = tokens("quiet", "openid");
        Response away = tokens("shop", "openid offline_access");
        end.comes.accept(this);
        assertThat(refreshed("shop", shop)).isEqualTo("invalid_grant");
        assertThat(refreshed("quiet", quiet)).isEqualTo("invalid_grant");
        var told = new ArrayList<LogoutNotice>();
        notices().forEach(job -> told.add(LogoutNotice.of(job)));
        assertThat(told.stream().map(n -> n.client() + " " + n.sid()))
                .as("OpenID Connect Back-Channel Logout §2.3")
                .containsExactlyInAnyOrder("shop " + sid(shop), "shop " + sid(away));
        assertThat(page(browser.authorize(usual("shop"))))
                .as("nobody is signed on any more")
                .isEqualTo("sign-in");
    }

    @Test
    void a_person_who_signed_in_to_the_web_app_is_signed_on_for_clients_in_the_same_session() {
        Response in = webSignIn();
        assertThat(cookie(in, "__Host-session")).isNotEmpty();
        assertThat(TestDoor.setCookies(in).stream().filter(c -> c.startsWith("__Host-session=")))
                .singleElement()
                .asString()
                .contains("HttpOnly", "Secure", "SameSite=Lax", "Path=/");
        assertThat(page(browser.authorize(usual("shop")))).isEqualTo("allow");
        assertThat(door.stores.sessions().live(door.idOf(ADA), door.now()))
                .as("one row")
                .hasSize(1);
    }

    @Test
    void login_mobile_gives_no_cookie() {
        assertThat(TestDoor.setCookies(door.mobile(ADA, PASSWORD))).isEmpty();
    }

    @Test
    void T08_an_older_copy_of_the_cookie_is_nothing_after_signing_in_again_on_the_page() {
        String first = cookie(webSignIn(), "__Host-session");
        door.pass(Duration.ofSeconds(1));
        var again = usual("shop");
        again.put("prompt", "login");
        browser.signIn(browser.authorize(again), ADA, PASSWORD);
        var thief = new TestBrowser(door);
        thief.keep("__Host-session", first);
        assertThat(page(thief.authorize(usual("shop")))).isEqualTo("sign-in");
        assertThat(door.stores.sessions().live(door.idOf(ADA), door.now())).hasSize(1);
    }

    @Test
    void signing_out_on_the_page_also_takes_the_cookies_of_the_web_app() {
        webSignIn();
        Response out = signOutPage("/oauth2/logout");
        assertThat(page(out)).isEqualTo("signed-out");
        for (String name :
                List.of("__Host-session", "__Host-access_token", "__Secure-refresh_token", "__Host-csrf_token")) {
            assertThat(TestDoor.setCookies(out).stream().filter(c -> c.startsWith(name + "=")))
                    .as(name)
                    .singleElement()
                    .asString()
                    .contains("Max-Age=0");
        }
    }

    @Test
    void whoever_signed_in_twice_in_a_browser_is_signed_out_of_it_whole_and_others_stay() {
        tokens("shop", "openid");
        door.register("bob@example.org");
        door.pass(Duration.ofSeconds(1));
        var another = usual("quiet");
        another.put("prompt", "login");
        browser.signIn(browser.authorize(another), "bob@example.org", PASSWORD);
        webSignIn();
        assertThat(door.stores.sessions().live(door.idOf(ADA), door.now())).hasSize(2);
        var choose = usual("quiet");
        choose.put("prompt", "select_account");
        assertThat(text(browser.authorize(choose)).split(ADA, -1))
                .as("named once")
                .hasSize(2);
        webSignOut();
        assertThat(door.stores.sessions().live(door.idOf(ADA), door.now())).isEmpty();
        assertThat(door.stores.sessions().live(door.idOf("bob@example.org"), door.now()))
                .hasSize(1);
        assertThat(page(browser.authorize(usual("quiet")))).isEqualTo("allow");
    }

    @Test
    void the_signed_out_page_frames_the_clients_that_ask_for_it_and_may_frame_nothing_else() throws Exception {
        Response shop = tokens("shop", "openid");
        tokens("quiet", "openid");
        Response out = signOutPage("/oauth2/logout");
        assertThat(text(out))
                .as("OpenID Connect Front-Channel Logout §2")
                .contains("<iframe src=\"" + FRONT + "?iss=https%3A%2F%2Fid.example.org&amp;sid=" + sid(shop) + "\"")
                .containsOnlyOnce("<iframe");
        String policy = out.headers().first("content-security-policy").orElseThrow();
        assertThat(List.of(policy.split("; "))).contains("frame-src https://app.example.org", "script-src 'none'");
        assertThat(out.headers().first("refresh")).isEmpty();
    }

    @Test
    void a_page_without_such_clients_frames_nothing() {
        tokens("quiet", "openid");
        Response out = signOutPage("/oauth2/logout");
        assertThat(text(out)).doesNotContain("<iframe");
        assertThat(out.headers().first("content-security-policy").orElseThrow()).doesNotContain("frame-src");
    }

    @Test
    void on_the_way_back_to_the_client_the_frames_are_loaded_first() {
        add(
                "site",
                new LogoutUris(Optional.empty(), false, Optional.of(FRONT + "?x=1"), false),
                m -> withReturn(m, "https://app.example.org/bye"));
        tokens("site", "openid");
        String logout =
                "/oauth2/logout?client_id=site&state=a%20b&post_logout_redirect_uri=https%3A%2F%2Fapp.example.org%2Fbye";
        Response out = signOutPage(logout);
        assertThat(page(out)).isEqualTo("signed-out");
        assertThat(text(out))
                .as("without iss and sid, for they were not asked for")
                .contains("<iframe src=\"" + FRONT + "?x=1\"")
                .contains("href=\"https://app.example.org/bye?state=a+b\"");
        assertThat(out.headers().first("refresh"))
                .as("OpenID Connect RP-Initiated Logout §3")
                .contains("3;url=https://app.example.org/bye?state=a+b");
    }

    @Test
    void discovery_says_that_clients_are_told() {
        Response discovery = door.ask(Request.of("GET", "/.well-known/openid-configuration"));
        for (String name : List.of(
                "backchannel_logout_supported",
                "backchannel_logout_session_supported",
                "frontchannel_logout_supported",
                "frontchannel_logout_session_supported")) {
            assertThat(json(discovery).path(name).asBoolean(false)).as(name).isTrue();
        }
    }
}

package dev.sallyport.kit.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.http.Headers;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3986 §3.2.2, RFC 6890 §2.2, RFC 9111 §5.2.2: who may be fetched from, and how often. Nothing here leaves the process. */
class GuardedFetchTest {
    private static final String SITE = "https://keys.example.test/jwks";
    private static final String PUBLIC = "93.184.215.14";

    private final List<InetAddress> connected = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Instant[] now = {Instant.parse("2026-11-24T12:00:00Z")};
    private final InstantSource clock = () -> now[0];
    private final List<GuardedFetch> made = new ArrayList<>();
    private Headers fields = Headers.of("content-type", "application/json");
    private int status = 200;

    @AfterEach
    void stop() {
        made.forEach(GuardedFetch::close);
    }

    private Transport.Reply reply(Transport.Outgoing request, InetAddress address, FetchLimits limits) {
        connected.add(address);
        return new Transport.Reply.Answer(status, fields, "{}".getBytes(StandardCharsets.UTF_8));
    }

    private GuardedFetch fetch(FetchLimits limits, Transport transport, String... addresses) {
        Resolver resolver = host -> {
            asked.add(host);
            var found = new ArrayList<InetAddress>();
            for (String address : addresses) {
                found.add(InetAddress.ofLiteral(address));
            }
            return found;
        };
        var fetch = new GuardedFetch(transport, resolver, limits, clock);
        made.add(fetch);
        return fetch;
    }

    private GuardedFetch strict(String... addresses) {
        return fetch(FetchLimits.USUAL, this::reply, addresses);
    }

    private void refused(String uri, String... addresses) {
        assertThat(strict(addresses).get(uri)).as(uri).isInstanceOf(Fetched.Refused.class);
        assertThat(connected).as("connections made for %s", uri).isEmpty();
    }

    @Test
    void a_public_name_is_fetched_from_the_address_that_was_looked_at() {
        assertThat(strict(PUBLIC).get(SITE)).isInstanceOfSatisfying(Fetched.Got.class, got -> {
            assertThat(got.body()).asString().isEqualTo("{}");
            assertThat(got.mediaType()).isEqualTo("application/json");
        });
        assertThat(connected).containsExactly(InetAddress.ofLiteral(PUBLIC));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::a00:1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd12:3456:789a::1",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void T05_an_address_that_is_not_public_is_refused_as_a_name_and_as_a_literal(String address) {
        refused(SITE, address);
        refused(SITE, PUBLIC, address);
        refused(address.contains(":") ? "https://[" + address + "]/" : "https://" + address + "/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"::ffff:127.0.0.1", "::ffff:7f00:1", "0:0:0:0:0:ffff:10.0.0.1", "::127.0.0.1"})
    void T05_an_ipv4_address_inside_an_ipv6_one_is_looked_at(String literal) {
        refused("https://[" + literal + "]/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "99.255.255.255",
                "100.128.0.1",
                "126.255.255.255",
                "128.0.0.1",
                "172.15.255.255",
                "172.32.0.1",
                "192.0.1.1",
                "198.17.255.255",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450::1"
            })
    void the_neighbours_of_the_ranges_are_public(String address) {
        assertThat(strict(address).get(SITE)).isInstanceOf(Fetched.Got.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://2130706433/",
                "https://0x7f000001/",
                "https://017700000001/",
                "https://0177.0.0.1/",
                "https://0x7f.0.0.1/",
                "https://0x7f.1/",
                "https://127.1/",
                "https://127.0.1/",
                "https://00127.0.0.1/",
                "https://127.0.0.1./",
                "https://keys.example.test./",
                "https://1.2.3.4.5/",
                "https://256.1.1.1/",
                "https://a.0x7f/",
                "https://[::1%25lo]/",
                "https://[fe80::1%25eth0]/",
                "https://①②⑦.⓪.⓪.①/",
                "https://keys。example。test/"
            })
    void T05_an_address_in_another_spelling_is_no_host(String uri) {
        refused(uri, PUBLIC);
        assertThat(asked).as("names looked up").isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            plain http             | http://keys.example.test/
            another scheme         | file:///etc/passwd
            another scheme         | gopher://keys.example.test/
            no scheme              | //keys.example.test/
            relative               | /jwks
            user information       | https://someone@keys.example.test/
            user and host confused | https://keys.example.test@127.0.0.1/
            an empty user          | https://@keys.example.test/
            a fragment             | https://keys.example.test/#here
            an empty fragment      | https://keys.example.test/#
            a mail server's port   | https://keys.example.test:25/
            a port of ours         | https://keys.example.test:80/
            port 0                 | https://keys.example.test:0/
            a port too large       | https://keys.example.test:65536/
            a negative port        | https://keys.example.test:-1/
            a backslash            | https://keys.example.test\\@127.0.0.1/
            a space                | https://keys.example.test/a b
            no host                | https:///jwks
            an underscore          | https://keys_example.test/
            nothing                | ''
            opaque                 | https:keys.example.test
            """)
    void T05_an_address_that_could_be_read_in_two_ways_is_refused(String what, String uri) {
        refused(uri, PUBLIC);
        assertThat(asked).as(what).isEmpty();
    }

    @Test
    void T05_an_address_of_more_than_2048_characters_is_refused() {
        refused(SITE + "?" + "x".repeat(2_100), PUBLIC);
    }

    @Test
    void T05_a_name_is_resolved_once_so_rebinding_changes_nothing() {
        var answers = new ArrayList<>(List.of(PUBLIC, "127.0.0.1", "127.0.0.1"));
        Resolver rebinding = host -> List.of(InetAddress.ofLiteral(answers.removeFirst()));
        var fetch = new GuardedFetch(this::reply, rebinding, FetchLimits.USUAL, clock);
        made.add(fetch);
        assertThat(fetch.get(SITE)).isInstanceOf(Fetched.Got.class);
        assertThat(answers).as("answers of the resolver not asked for").hasSize(2);
        assertThat(connected).containsExactly(InetAddress.ofLiteral(PUBLIC));
        now[0] = now[0].plus(Duration.ofHours(1));
        assertThat(fetch.get(SITE)).as("after the name has moved inside").isInstanceOf(Fetched.Refused.class);
        assertThat(connected).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308, 204, 206, 400, 404, 500, 304})
    void T05_redirects_and_failures_are_refused(int answered) {
        status = answered;
        fields = Headers.of("location", "https://127.0.0.1/");
        assertThat(strict(PUBLIC).get(SITE)).isInstanceOf(Fetched.Refused.class);
        assertThat(connected).hasSize(1);
    }

    @Test
    void T05_a_compressed_answer_is_not_unpacked_but_refused() {
        fields = Headers.of("content-encoding", "gzip");
        assertThat(strict(PUBLIC).get(SITE)).isInstanceOf(Fetched.Refused.class);
    }

    @Test
    void an_unreachable_address_gives_way_to_the_next_but_not_for_ever() {
        Transport dead = (request, address, limits) -> {
            connected.add(address);
            return new Transport.Reply.Unreachable("refused");
        };
        var fetch = fetch(FetchLimits.USUAL, dead, "1.0.0.1", "1.0.0.2", "1.0.0.3", "1.0.0.4");
        assertThat(fetch.get(SITE)).isInstanceOf(Fetched.Refused.class);
        assertThat(connected).hasSize(3);
    }

    @Test
    void an_unknown_host_is_refused_quietly() {
        Resolver nobody = host -> {
            throw new UnknownHostException(host);
        };
        var fetch = new GuardedFetch(this::reply, nobody, FetchLimits.USUAL, clock);
        made.add(fetch);
        assertThat(fetch.get(SITE)).isEqualTo(new Fetched.Refused("the host is unknown"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            max-age=60               |    59 | 1
            max-age=60               |    61 | 2
            public, max-age="3600"   |  3000 | 1
            max-age=999999999        | 86000 | 1
            max-age=999999999        | 86500 | 2
            no-store                 |     4 | 1
            no-store                 |     6 | 2
            max-age=60, no-cache     |     6 | 2
            x                        |   299 | 1
            x                        |   301 | 2
            """)
    void an_answer_is_kept_as_long_as_its_sender_allows(String control, long seconds, int fetches) {
        fields = Headers.of("cache-control", control);
        GuardedFetch fetch = strict(PUBLIC);
        fetch.get(SITE);
        now[0] = now[0].plusSeconds(seconds);
        fetch.get(SITE);
        assertThat(connected).hasSize(fetches);
    }

    @Test
    void one_who_needs_it_newer_gets_it_newer_but_failures_are_not_asked_again_at_once() {
        GuardedFetch fetch = strict(PUBLIC);
        fetch.get(SITE);
        now[0] = now[0].plusSeconds(30);
        fetch.get(SITE, Duration.ofSeconds(60));
        assertThat(connected).hasSize(1);
        fetch.get(SITE, Duration.ofSeconds(10));
        assertThat(connected).hasSize(2);
        status = 500;
        now[0] = now[0].plusSeconds(600);
        for (int i = 0; i < 100; i++) {
            assertThat(fetch.get(SITE)).isInstanceOf(Fetched.Refused.class);
        }
        assertThat(connected).hasSize(3);
    }

    @Test
    void of_a_hundred_who_ask_at_once_one_goes() throws Exception {
        var hold = new CountDownLatch(1);
        Transport slow = (request, address, limits) -> {
            try {
                assertThat(hold.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return reply(request, address, limits);
        };
        GuardedFetch fetch = fetch(FetchLimits.USUAL, slow, PUBLIC);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<Future<Fetched>>();
            for (int i = 0; i < 100; i++) {
                results.add(threads.submit(() -> fetch.get(SITE)));
            }
            hold.countDown();
            for (Future<Fetched> result : results) {
                assertThat(result.get()).isInstanceOf(Fetched.Got.class);
            }
        }
        assertThat(connected).hasSize(1);
    }

    @Test
    void T43_more_fetches_than_can_be_borne_are_refused_at_once_and_a_stuck_resolver_is_not_waited_for() {
        var hold = new CountDownLatch(1);
        Resolver stuck = host -> {
            try {
                hold.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(host);
        };
        var limits = new FetchLimits(1_000, Duration.ofMillis(100), 1, 10, false);
        var fetch = new GuardedFetch(this::reply, stuck, limits, clock);
        made.add(fetch);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<Future<Fetched>>();
            for (int i = 0; i < 20; i++) {
                String uri = SITE + "?" + i;
                results.add(threads.submit(() -> fetch.get(uri)));
            }
            assertThat(results)
                    .allSatisfy(result ->
                            assertThat(result.get(5, TimeUnit.SECONDS)).isInstanceOf(Fetched.Refused.class));
            assertThat(results)
                    .anySatisfy(result ->
                            assertThat(result.get()).isEqualTo(new Fetched.Refused("too many fetches at once")));
        } finally {
            hold.countDown();
        }
    }

    @Test
    void T05_private_addresses_and_http_are_for_those_who_say_so() {
        GuardedFetch open = fetch(FetchLimits.USUAL.allowingPrivate(), this::reply, "127.0.0.1");
        assertThat(open.get("http://localhost:81/jwks")).isInstanceOf(Fetched.Got.class);
        assertThat(open.get("http://[::1]:8080/jwks")).isInstanceOf(Fetched.Got.class);
        assertThat(open.get("ftp://localhost/jwks")).isInstanceOf(Fetched.Refused.class);
        assertThat(open.get("http://someone@localhost/")).isInstanceOf(Fetched.Refused.class);
        assertThat(open.get("http://2130706433/")).isInstanceOf(Fetched.Refused.class);
    }

    @Test
    void a_post_passes_the_same_guard_and_is_never_cached() {
        GuardedFetch fetch = strict(PUBLIC);
        status = 204;
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 2; i++) {
            assertThat(fetch.post("https://hooks.example.test/", "application/json", Headers.NONE, body))
                    .isInstanceOf(Fetched.Got.class);
        }
        assertThat(connected).hasSize(2);
        assertThat(fetch.post("https://127.0.0.1/", "application/json", Headers.NONE, body))
                .isInstanceOf(Fetched.Refused.class);
        assertThat(connected).hasSize(2);
    }
}

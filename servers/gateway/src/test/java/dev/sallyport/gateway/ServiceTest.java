package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.forward.Failure;
import dev.sallyport.kit.forward.Try;
import dev.sallyport.kit.http.Response;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers of the house by names that are looked up again and again. */
class ServiceTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Map<String, List<InetAddress>> names = new HashMap<>();
    private final AtomicInteger lookups = new AtomicInteger();

    private List<InetAddress> resolve(String host) throws UnknownHostException {
        lookups.incrementAndGet();
        if (!names.containsKey(host)) {
            throw new UnknownHostException(host);
        }
        return names.get(host);
    }

    private void known(String host, String... addresses) {
        names.put(host, Arrays.stream(addresses).map(InetAddress::ofLiteral).toList());
    }

    private Service service(String... urls) {
        return new Service("auth", Stream.of(urls).map(URI::create).toList(), this::resolve, meters, System::nanoTime);
    }

    /** Who is asked by many requests. */
    private static Set<String> asked(Service service) {
        var asked = new TreeSet<String>();
        for (int i = 0; i < 20; i++) {
            Try attempt = service.origins().tries("").next().orElseThrow();
            asked.add(attempt.origin().toString());
            attempt.answered(200, false);
            attempt.over();
        }
        return asked;
    }

    private List<String> measured() {
        return meters.find("sallyport.origin.up").gauges().stream()
                .map(gauge -> gauge.getId().getTag("origin"))
                .sorted()
                .toList();
    }

    @Test
    void a_name_is_as_many_origins_as_it_has_addresses() {
        known("auth", "10.0.0.2", "10.0.0.1", "10.0.0.2");
        Service service = service("http://auth:8080");
        assertThat(asked(service)).as("before the first lookup").containsExactly("http://auth:8080");
        service.lookUp();
        assertThat(asked(service)).containsExactly("http://10.0.0.1:8080", "http://10.0.0.2:8080");
        assertThat(measured()).containsExactly("http://10.0.0.1:8080", "http://10.0.0.2:8080");
    }

    @Test
    void a_new_address_is_used_and_a_gone_one_is_not() {
        known("auth", "10.0.0.1", "10.0.0.2");
        Service service = service("http://auth:8080");
        service.lookUp();
        Try under = service.origins().tries("").next().orElseThrow();
        known("auth", "10.0.0.2", "10.0.0.3");
        service.lookUp();
        assertThat(asked(service)).containsExactly("http://10.0.0.2:8080", "http://10.0.0.3:8080");
        assertThat(measured()).containsExactly("http://10.0.0.2:8080", "http://10.0.0.3:8080");
        under.failed(Failure.REFUSED);
        under.over();
        assertThat(asked(service)).as("the end of one that is gone").hasSize(2);
    }

    @Test
    void it_stays_known_who_does_not_answer() {
        known("auth", "10.0.0.1", "10.0.0.2", "10.0.0.3");
        Service service = service("http://auth:8080");
        service.lookUp();
        Try attempt = service.origins().tries("").next().orElseThrow();
        attempt.failed(Failure.REFUSED);
        attempt.over();
        String out = attempt.origin().toString();
        service.lookUp();
        assertThat(asked(service)).hasSize(2).doesNotContain(out);
    }

    @Test
    void a_name_service_that_is_down_takes_nobody_with_it() {
        known("auth", "10.0.0.1");
        Service service = service("http://auth:8080", "http://10.0.9.9:8080");
        service.lookUp();
        names.clear();
        service.lookUp();
        assertThat(asked(service)).containsExactly("http://10.0.0.1:8080", "http://10.0.9.9:8080");
        names.put("auth", List.of());
        service.lookUp();
        assertThat(asked(service)).as("an empty answer").contains("http://10.0.0.1:8080");
        known("auth", "10.0.0.7");
        service.lookUp();
        assertThat(asked(service)).containsExactly("http://10.0.0.7:8080", "http://10.0.9.9:8080");
    }

    @Test
    void a_process_with_an_address_of_each_family_is_one() {
        known("auth", "fd00::1", "10.0.0.1", "fd00::2");
        Service service = service("http://auth");
        service.lookUp();
        assertThat(asked(service)).containsExactly("http://[fd00:0:0:0:0:0:0:1]", "http://[fd00:0:0:0:0:0:0:2]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://auth:8443", "http://localhost:8080", "http://10.0.0.1:8080", "http://[::1]:8080"})
    void what_is_no_name_is_not_looked_up(String url) {
        Service service = service(url);
        assertThat(service.isNamed()).isFalse();
        service.lookUp();
        assertThat(lookups).hasValue(0);
        assertThat(asked(service)).containsExactly(url);
    }

    @Test
    void a_gateway_comes_to_the_processes_behind_a_name_by_itself() throws Exception {
        known("resource.invalid", "127.0.0.1");
        try (Street behind = Street.behind(request -> Response.text(200, "text/plain", "here"))) {
            var service = new Service(
                    "resource",
                    List.of(URI.create("http://resource.invalid:" + behind.port())),
                    this::resolve,
                    meters,
                    System::nanoTime);
            GatewayServer gateway = new TestGates()
                    .server("resource", service)
                    .measuredBy(meters)
                    .open();
            gateway.start();
            try (Street street = Street.open(gateway);
                    HttpClient client = HttpClient.newHttpClient()) {
                for (int i = 0; i < 200 && !measured().contains(behind.url().toString()); i++) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                var answer = client.send(
                        HttpRequest.newBuilder(street.url().resolve("/v1/profile/x"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.body()).isEqualTo("here");
            } finally {
                gateway.stop();
            }
        }
    }
}

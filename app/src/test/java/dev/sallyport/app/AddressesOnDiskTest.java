package dev.sallyport.app;

import static dev.sallyport.app.MovingHouse.PASSWORD;
import static dev.sallyport.app.MovingHouse.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.domain.privacy.AddressPseudonym;
import dev.sallyport.domain.privacy.PseudonymiseAddress;
import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A day of traffic, and then the search for addresses in every file that the house wrote, its log included (L17). */
class AddressesOnDiskTest {
    private static final String ADA = "ada@example.org";
    private static final String IPV4 = "203.0.113.77";
    private static final String IPV6 = "2001:db8:abcd:12:9876:5432:10fe:dcba";

    /** As the street sees them, and in the other ways in which they are written; the first two are the socket's own. */
    private static final List<String> WRITTEN = List.of(
            "127.11.22.33",
            "7f0b1621",
            IPV4,
            "cb00714d",
            "3405803853",
            IPV6,
            "2001:db8:abcd:12",
            "2001:0db8:abcd:0012",
            "20010db8abcd0012");

    @TempDir
    private Path folder;

    private MovingHouse house;
    private Path log;
    private FileAppender<ILoggingEvent> appender;

    @BeforeEach
    void open() throws Exception {
        house = new MovingHouse(
                folder, "trusted_proxies: [127.11.22.33]\nprivacy: { address_retention: 2d }\ntokens: { access: 5m }");
        log = house.data.resolve("access.log");
        var root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        var encoder = new JsonEncoder();
        encoder.setContext(root.getLoggerContext());
        encoder.start();
        appender = new FileAppender<>();
        appender.setContext(root.getLoggerContext());
        appender.setFile(log.toString());
        appender.setEncoder(encoder);
        appender.start();
        root.addAppender(appender);
        for (String name : List.of("access", "dev.sallyport")) {
            ((Logger) LoggerFactory.getLogger(name)).setLevel(Level.TRACE);
        }
    }

    @AfterEach
    void close() {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAppender(appender);
        ((Logger) LoggerFactory.getLogger("access")).setLevel(Level.WARN);
        ((Logger) LoggerFactory.getLogger("dev.sallyport")).setLevel(Level.INFO);
        appender.stop();
        house.close();
    }

    private HttpRequest.Builder from(String address, String path) {
        String quoted = address.contains(":") ? "\"[" + address + "]\"" : address;
        return house.to(path).header("forwarded", "for=" + quoted);
    }

    private int send(HttpRequest.Builder request, String body) throws Exception {
        return house.send(request.header("content-type", "application/json").POST(BodyPublishers.ofString(body)))
                .statusCode();
    }

    /** What people and strangers do in an hour. */
    private void hour(String address, int number) throws Exception {
        String right = "{\"username\":\"" + ADA + "\",\"password\":\"" + PASSWORD + "\"}";
        assertThat(send(from(address, "/v1/auth/login_mobile"), right)).isEqualTo(200);
        String nobody = "{\"username\":\"nobody" + number + "@example.org\",\"password\":\"a wrong password\"}";
        assertThat(send(from(address, "/v1/auth/login_mobile"), nobody)).isEqualTo(401);
        assertThat(send(from(address, "/v1/auth/login_mobile"), "{nonsense")).isEqualTo(400);
        assertThat(send(from(address, "/v1/auth/password/forgot"), "{\"email\":\"" + ADA + "\"}"))
                .isEqualTo(202);
        assertThat(send(from(address, "/v1/auth/register"), """
                {"email":"new%d@example.org","password":"a long enough password"}""".formatted(number)))
                .isEqualTo(202);
        assertThat(send(from(address, "/csp-report"), "{\"csp-report\":{}}")).isLessThan(500);
        assertThat(house.send(from(address, "/no/such/page?from=a&b")).statusCode())
                .isEqualTo(404);
        assertThat(house.send(from(address, "/v1/profile")).statusCode()).isEqualTo(401);
        assertThat(house.send(from(address, "/sign-in")).statusCode()).isLessThan(500);
        String token = house.signIn(ADA);
        assertThat(house.send(from(address, "/v1/files?name=f" + number)
                                .header("authorization", "Bearer " + token)
                                .POST(BodyPublishers.ofString("content " + number)))
                        .statusCode())
                .isEqualTo(201);
        assertThat(house.send(from("unknown", "/v1/profile").header("x-forwarded-for", address))
                        .statusCode())
                .isLessThan(500);
    }

    private List<AuditEvent> events() {
        return house.ports.stores().audit().all(Slice.first(Slice.MOST)).items();
    }

    @Test
    void L17_no_address_is_on_the_disk_after_a_day_and_no_pseudonym_can_be_made_again_after_the_retention()
            throws Exception {
        house.join(ADA);
        for (int i = 0; i < 24; i++) {
            hour(i % 2 == 0 ? IPV4 : IPV6, i);
            house.pass(Duration.ofHours(1));
        }
        assertThat(Files.readString(log)).contains("\"access\"", "\"status\":\"401\"", "\"status\":\"404\"");
        for (String written : WRITTEN) {
            assertThat(house.filesWith(written)).as(written).isEmpty();
        }
        for (String address : List.of(IPV4, IPV6, "127.11.22.33")) {
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            assertThat(house.filesWith(new String(bytes, StandardCharsets.ISO_8859_1)))
                    .as("the bytes of " + address)
                    .isEmpty();
        }

        AddressPseudonym pseudonym = events().stream()
                .flatMap(event -> event.address().stream())
                .filter(found -> found.equals(made(IPV4, found)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no event came from " + IPV4));
        byte[] sealed = house.ports.stores().addressKeys().keyOf(pseudonym.day(), new byte[] {1});
        String key = new String(sealed, StandardCharsets.ISO_8859_1);
        assertThat(house.filesWith(key)).isNotEmpty();

        house.pass(Duration.ofDays(4));
        await("an end of the keys", () -> !house.filesHold(key));
        assertThat(house.filesWith(key))
                .as("the key is overwritten, not only unlinked")
                .isEmpty();
        assertThat(made(IPV4, pseudonym))
                .as("the same address on the same day has another pseudonym under any key there is")
                .isNotEqualTo(pseudonym);
        assertThat(events())
                .anyMatch(event -> event.address().filter(pseudonym::equals).isPresent());
    }

    /** The pseudonym of the address on the day of another, as far as anybody can make it who has all of the house. */
    private AddressPseudonym made(String address, AddressPseudonym other) {
        Instant then = other.day().atTime(12, 0).toInstant(ZoneOffset.UTC);
        return new PseudonymiseAddress(house.ports.stores().addressKeys(), house.ports.sealer(), byte[]::new)
                .of(new Address(InetAddress.ofLiteral(address)), then);
    }
}

package dev.sallyport.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.bulletin.OwnBulletin;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.ClientMetadata;
import dev.sallyport.domain.client.ClientStore;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.grant.Scope;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For how long a process goes by a client that has changed meanwhile. */
class KeptClientsTest {
    private static final ClientId SHOP = new ClientId("shop");
    private static final Digest OLD = Digest.of("old");
    private static final Digest NEW = Digest.of("new");

    private final ClientStore truth = Stores.inMemory().clients();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final OwnBulletin bulletin = new OwnBulletin();
    private Runnable duringRead = () -> {};
    private final ClientStore here = kept(bulletin);

    private ClientStore kept(OwnBulletin of) {
        return new KeptClients(watched(), of, nanos::get);
    }

    /** The truth, whose reads are counted, and during which something may happen. */
    private ClientStore watched() {
        return (ClientStore) Proxy.newProxyInstance(
                ClientStore.class.getClassLoader(), new Class<?>[] {ClientStore.class}, (self, verb, arguments) -> {
                    Object answer = verb.invoke(truth, arguments);
                    if (verb.getName().equals("byId")) {
                        reads.incrementAndGet();
                        duringRead.run();
                    }
                    return answer;
                });
    }

    private static Client client(ClientId id) {
        return new Client(
                id,
                "A shop",
                false,
                List.of(OLD),
                Set.of(GrantType.CLIENT_CREDENTIALS),
                Scope.of("orders"),
                List.of(),
                false,
                true,
                Client.Origin.DECLARED,
                Samples.NOW,
                ClientMetadata.NONE);
    }

    @BeforeEach
    void begin() {
        truth.add(client(SHOP));
        assertThat(isIn(here)).isTrue();
        reads.set(0);
    }

    private static boolean isIn(ClientStore store) {
        return store.byId(SHOP).filter(Client::enabled).isPresent();
    }

    @Test
    void it_is_read_once_for_many_requests() {
        IntStream.range(0, 100).forEach(i -> assertThat(isIn(here)).isTrue());
        assertThat(reads).hasValue(0);
    }

    @Test
    void a_change_that_nobody_tells_is_seen_after_a_second() {
        truth.enable(SHOP, false);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos() - 1);
        assertThat(isIn(here)).isTrue();
        nanos.addAndGet(1);
        assertThat(isIn(here)).isFalse();
    }

    private static Stream<Consumer<ClientStore>> ends() {
        return Stream.of(
                clients -> clients.enable(SHOP, false),
                clients -> clients.remove(SHOP),
                clients -> clients.reconcile(List.of()),
                clients -> clients.replace(client(SHOP).enabled(false)),
                clients -> clients.replace(client(SHOP), client(SHOP).enabled(false)));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void a_change_is_seen_at_once_here_and_where_it_is_heard(Consumer<ClientStore> end) {
        ClientStore there = kept(bulletin);
        ClientStore deaf = kept(new OwnBulletin());
        assertThat(Stream.of(there, deaf)).allMatch(KeptClientsTest::isIn);
        end.accept(here);
        assertThat(Stream.of(here, there)).noneMatch(KeptClientsTest::isIn);
        assertThat(isIn(deaf)).isTrue();
    }

    @Test
    void a_change_that_comes_while_it_is_read_is_not_overwritten_by_what_was_read() {
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        duringRead = () -> {
            duringRead = () -> {};
            here.enable(SHOP, false);
        };
        assertThat(isIn(here)).as("it was so when it was read").isTrue();
        assertThat(isIn(here)).isFalse();
    }

    @Test
    void who_lost_a_change_reads_anew() {
        truth.changeSecrets(SHOP, List.of(OLD), List.of(OLD, NEW));
        List<Digest> thought = here.byId(SHOP).orElseThrow().secrets();
        assertThat(here.changeSecrets(SHOP, thought, List.of(NEW))).isFalse();
        assertThat(here.byId(SHOP).orElseThrow().secrets()).containsExactly(OLD, NEW);
    }

    @Test
    void what_is_not_there_is_asked_for_again() {
        var late = new ClientId("late");
        assertThat(here.byId(late)).isEmpty();
        truth.add(client(late));
        assertThat(here.byId(late)).isPresent();
    }

    @Test
    void T43_no_more_than_so_many_are_kept() {
        int more = KeptClients.MOST + 2_000;
        IntStream.range(0, more).mapToObj(i -> new ClientId("c" + i)).forEach(id -> {
            truth.add(client(id));
            here.byId(id);
        });
        reads.set(0);
        IntStream.range(0, more).forEach(i -> here.byId(new ClientId("c" + i)));
        assertThat(reads.get()).isGreaterThan(1_000);
    }
}

/** It is a store of clients like any other. */
@On.Memory
class KeptClientStoreTest extends ClientStoreContract {
    private KeptClients kept;

    @BeforeEach
    void keep() {
        kept = new KeptClients(stores().clients(), new OwnBulletin(), System::nanoTime);
    }

    @Override
    ClientStore clients() {
        return kept;
    }
}

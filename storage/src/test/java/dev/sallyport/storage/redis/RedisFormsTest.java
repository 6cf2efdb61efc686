package dev.sallyport.storage.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.limit.SharedBuckets.Bucket;
import dev.sallyport.domain.limit.SharedBuckets.Level;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every form of Redis, with real servers. */
@Tag("slow")
@Tag("long")
class RedisFormsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    private static long left(Redis redis, String name) {
        return new RedisBuckets(redis)
                .take(new Bucket(name, 1_000, HOUR))
                .map(Level::left)
                .orElse(-1L);
    }

    private static boolean eventually(Redis redis, String name) throws InterruptedException {
        for (int i = 0; i < 300; i++) {
            if (left(redis, name) >= 0) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return false;
    }

    @Test
    void sentinels_lead_to_the_new_master_when_the_old_one_dies() throws Exception {
        try (RedisServer master = RedisServer.start();
                RedisServer replica = RedisServer.start("--replicaof", "127.0.0.1 " + master.port());
                RedisServer one = RedisServer.sentinel("shop", master.port());
                RedisServer two = RedisServer.sentinel("shop", master.port());
                RedisServer three = RedisServer.sentinel("shop", master.port())) {
            for (int i = 0; i < 200 && !one.say("SENTINEL", "CKQUORUM", "shop").contains("3 usable"); i++) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            for (int i = 0; i < 200 && !one.say("SENTINEL", "REPLICAS", "shop").equals("*1"); i++) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            String url = "redis-sentinel://127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d/shop"
                    .formatted(one.port(), two.port(), three.port());
            try (Redis redis = RedisBucketsTest.connected(RedisServer.settings(url))) {
                assertThat(left(redis, "sentinel")).isEqualTo(999);
                master.kill();
                assertThat(left(redis, "sentinel")).as("no master, no answer").isEqualTo(-1);
                assertThat(eventually(redis, "sentinel")).isTrue();
                assertThat(replica.say("ROLE")).isEqualTo("*3");
                assertThat(replica.say("EXISTS", Script.BUCKET.key("sentinel"))).isEqualTo(":1");
            }
        }
    }

    @Test
    void a_cluster_of_three_is_asked_node_by_node_and_goes_on_without_one() throws Exception {
        var nodes = new ArrayList<RedisServer>();
        try {
            for (int i = 0; i < 3; i++) {
                nodes.add(RedisServer.start("--cluster-enabled", "yes", "--cluster-require-full-coverage", "no"));
            }
            gather(nodes);
            String url = "redis+cluster://127.0.0.1:%d,127.0.0.1:%d"
                    .formatted(nodes.get(0).port(), nodes.get(1).port());
            try (Redis redis = RedisBucketsTest.connected(RedisServer.settings(url))) {
                for (int i = 0; i < 30; i++) {
                    assertThat(eventually(redis, "asker " + i)).isTrue();
                }
                for (RedisServer node : nodes) {
                    assertThat(Integer.parseInt(node.say("DBSIZE").substring(1)))
                            .as("keys on each node")
                            .isPositive();
                }
                nodes.get(2).kill();
                assertThat(eventually(redis, keyOn(nodes.get(0)))).isTrue();
            }
        } finally {
            for (RedisServer node : nodes) {
                node.close();
            }
        }
    }

    /** A name whose key is on this node. */
    private static String keyOn(RedisServer node) throws IOException {
        for (int i = 0; i < 1_000; i++) {
            if (node.say("EXISTS", Script.BUCKET.key("asker " + i)).equals(":1")) {
                return "asker " + i;
            }
        }
        throw new IllegalStateException("no key is on the node");
    }

    private static void gather(List<RedisServer> nodes) throws Exception {
        int slots = 16_384;
        for (int i = 0; i < nodes.size(); i++) {
            RedisServer node = nodes.get(i);
            int first = slots * i / nodes.size();
            int last = slots * (i + 1) / nodes.size() - 1;
            assertThat(node.say("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1)))
                    .isEqualTo("+OK");
            assertThat(node.say("CLUSTER", "ADDSLOTSRANGE", Integer.toString(first), Integer.toString(last)))
                    .isEqualTo("+OK");
            assertThat(node.say(
                            "CLUSTER",
                            "MEET",
                            "127.0.0.1",
                            Integer.toString(nodes.getFirst().port())))
                    .isEqualTo("+OK");
        }
        for (RedisServer node : nodes) {
            for (int i = 0; i < 200 && !knowsAll(node); i++) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private static boolean knowsAll(RedisServer node) throws IOException {
        return node.say("CLUSTER", "SLOTS").equals("*3") && node.say("GET", "x").matches("\\$-1|-MOVED.*");
    }

    @Test
    void tls_and_a_password_are_asked_for_and_a_stranger_is_not_believed() throws Exception {
        Path key = folder.resolve("key.pem");
        Path certificate = folder.resolve("certificate.pem");
        certify("127.0.0.1", key, certificate);
        int port = RedisServer.freePort();
        try (RedisServer server = RedisServer.start(
                port,
                "--tls-port",
                Integer.toString(port),
                "--tls-cert-file",
                certificate.toString(),
                "--tls-key-file",
                key.toString(),
                "--tls-ca-cert-file",
                certificate.toString(),
                "--tls-auth-clients",
                "no",
                "--requirepass",
                "open sesame")) {
            String url = "rediss://:open%20sesame@127.0.0.1:" + server.port();
            try (Redis redis = RedisBucketsTest.connected(trusting(url, certificate))) {
                assertThat(left(redis, "tls")).isEqualTo(999);
            }
            Path other = folder.resolve("other.pem");
            certify("127.0.0.1", folder.resolve("other-key.pem"), other);
            assertAway(trusting(url, other));
            assertAway(trusting("rediss://:wrong@127.0.0.1:" + server.port(), certificate));
            assertAway(trusting("rediss://:open%20sesame@localhost:" + server.port(), certificate));
        }
    }

    private static void assertAway(RedisSettings settings) throws InterruptedException {
        try (Redis redis = new Redis(settings, System::nanoTime)) {
            redis.start();
            TimeUnit.SECONDS.sleep(2);
            assertThat(redis.trouble().orElse("")).contains("does not answer").doesNotContain("sesame");
        }
    }

    private static RedisSettings trusting(String url, Path authorities) {
        return ((RedisSettings.Parsed.Valid) RedisSettings.parse(url, Optional.empty(), Optional.of(authorities)))
                .settings();
    }

    private static void certify(String address, Path key, Path certificate) throws Exception {
        try {
            int done = new ProcessBuilder(
                            "openssl",
                            "req",
                            "-x509",
                            "-newkey",
                            "ec",
                            "-pkeyopt",
                            "ec_paramgen_curve:P-256",
                            "-nodes",
                            "-days",
                            "1",
                            "-subj",
                            "/CN=redis",
                            "-addext",
                            "subjectAltName=IP:" + address,
                            "-keyout",
                            key.toString(),
                            "-out",
                            certificate.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            assertThat(done).isZero();
        } catch (IOException none) {
            Assumptions.abort("there is no openssl on this machine: " + none.getMessage());
        }
    }
}

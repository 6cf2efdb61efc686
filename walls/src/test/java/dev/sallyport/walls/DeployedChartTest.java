package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The chart of {@code deploy/helm}: rendered by Helm, its objects held against the types of Kubernetes' API. No cluster is here. */
@Tag("slow")
class DeployedChartTest {
    private static final List<String> ROLES = List.of("auth", "files", "gateway", "resource", "worker");

    private static final String EVERYTHING = """
            imagePullSecrets: [{ name: registry }]
            image: { repository: registry.example.org/sallyport, tag: "1", pullPolicy: Always }
            config:
              public_url: https://door.example.org
              files: { s3: { endpoint: https://s3.example.org, bucket: files, access_key_id: sallyport } }
              mail: { smtp: "smtps://door@mail.example.org:465", from: door@example.org }
            secret: { s3Secret: s3-secret, smtpPassword: smtp-password }
            trustedProxies: [10.2.0.0/16]
            roles:
              gateway: { autoscale: { enabled: false }, replicas: 3 }
              worker: { autoscale: { enabled: true } }
            ingress: { enabled: true, className: nginx, tlsSecret: door, annotations: { a.example.org/b: "1" } }
            networkPolicy:
              gatewayFrom: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ingress } } }]
            podMonitor: { enabled: true }
            nodeSelector: { kubernetes.io/arch: amd64 }
            tolerations: [{ key: door, operator: Exists, effect: NoSchedule }]
            """;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path folder;

    @BeforeAll
    static void helmIsHere() {
        try {
            Helm.version().call();
        } catch (RuntimeException | UnsatisfiedLinkError e) {
            assumeTrue(false, "Helm is not built for this machine: " + e.getMessage());
        }
    }

    @Test
    void Helm_has_nothing_to_say_of_it() {
        LintResult result = new Helm(Chart.FOLDER).lint().strict().call();
        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
        assertThat(result.getMessages()).noneMatch(m -> m.contains("[ERROR]") || m.contains("[WARNING]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", EVERYTHING})
    void every_object_is_what_Kubernetes_knows(String values) throws Exception {
        Chart chart = Chart.rendered(folder, values);
        assertThat(chart.objects()).hasSizeGreaterThan(20);
        for (JsonNode object : chart.objects()) {
            assertThatCode(() -> Chart.hold(object)).as(object.toString()).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /spec                                      | replica              | 3
            /spec/template/spec                        | automountToken       | false
            /spec/template/spec/containers/0           | livenesProbe         | {}
            /spec/template/spec/containers/0/resources | limit                | {}
            /spec                                      | replicas             | "many"
            /spec/template/spec/containers/0           | ports                | "8080"
            """)
    void what_Kubernetes_does_not_know_is_found(String at, String member, String value) throws Exception {
        var deployment = (ObjectNode) Chart.rendered(folder, "{}").one("Deployment", "sallyport-auth");
        ((ObjectNode) deployment.at(at)).set(member, JSON.readTree(value));
        assertThatThrownBy(() -> Chart.hold(deployment)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void every_container_has_as_little_as_it_can() throws Exception {
        Chart chart = Chart.rendered(folder, "{}");
        assertThat(chart.all("Deployment").map(d -> d.at("/metadata/name").asString()))
                .containsExactlyInAnyOrderElementsOf(
                        ROLES.stream().map(role -> "sallyport-" + role).toList());
        chart.all("Deployment").forEach(deployment -> {
            JsonNode pod = deployment.at("/spec/template/spec");
            JsonNode container = pod.at("/containers/0");
            assertThat(pod.path("containers")).hasSize(1);
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/seccompProfile/type").asString())
                    .isEqualTo("RuntimeDefault");
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(pod.path("enableServiceLinks").asBoolean(true))
                    .as("variables that would be taken for keys of the configuration")
                    .isFalse();
            assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                    .isFalse();
            assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                    .isTrue();
            assertThat(container.at("/securityContext/capabilities/drop").toString())
                    .isEqualTo("[\"ALL\"]");
            for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                assertThat(container.path(probe).at("/httpGet/port").asString()).isEqualTo("monitor");
            }
            assertThat(container.at("/resources/requests/cpu").asString()).isNotEmpty();
            assertThat(container.at("/resources/limits/memory").asString()).isNotEmpty();
            assertThat(pod.path("terminationGracePeriodSeconds").asInt())
                    .as("the pause before the end, and the 20 s that a process takes for it")
                    .isGreaterThan(25);
        });
    }

    @Test
    void every_role_keeps_all_but_one_and_is_reached_by_those_who_must() throws Exception {
        Chart chart = Chart.rendered(folder, "{}");
        for (String role : ROLES) {
            assertThat(chart.one("PodDisruptionBudget", "sallyport-" + role)
                            .at("/spec/maxUnavailable")
                            .asInt())
                    .isEqualTo(1);
            JsonNode policy = chart.one("NetworkPolicy", "sallyport-" + role);
            assertThat(policy.at("/spec/podSelector/matchLabels/app.kubernetes.io~1component")
                            .asString())
                    .isEqualTo(role);
        }
        assertThat(from(chart, "auth")).containsExactly("gateway");
        assertThat(from(chart, "worker")).isEmpty();
        assertThat(chart.all("Service").map(s -> s.at("/metadata/name").asString()))
                .doesNotContain("sallyport-worker");
        assertThat(chart.one("Service", "sallyport-auth").at("/spec/clusterIP").asString())
                .as("its name has all addresses")
                .isEqualTo("None");
    }

    /** Which roles reach the port of requests. */
    private static Set<String> from(Chart chart, String role) {
        var roles = new TreeSet<String>();
        chart.one("NetworkPolicy", "sallyport-" + role).at("/spec/ingress").forEach(rule -> {
            if (rule.at("/ports/0/port").asString().equals("http")) {
                rule.path("from")
                        .forEach(peer -> roles.add(peer.at("/podSelector/matchLabels/app.kubernetes.io~1component")
                                .asString()));
            }
        });
        return roles;
    }

    @Test
    void what_is_switched_on_is_there_and_what_is_off_is_not() throws Exception {
        Chart usual = Chart.rendered(folder, "{}");
        assertThat(scaled(usual)).containsOnlyKeys("auth", "files", "gateway", "resource");
        assertThat(usual.all("Ingress")).isEmpty();
        assertThat(usual.all("PodMonitor")).isEmpty();
        Chart all = Chart.rendered(folder, EVERYTHING);
        assertThat(scaled(all)).containsOnlyKeys("auth", "files", "resource", "worker");
        JsonNode gateway = all.one("Deployment", "sallyport-gateway");
        assertThat(gateway.at("/spec/replicas").asInt()).isEqualTo(3);
        assertThat(gateway.at("/spec/template/spec/containers/0/image").asString())
                .isEqualTo("registry.example.org/sallyport:1");
        assertThat(all.one("Ingress", "sallyport").at("/spec/rules/0/host").asString())
                .isEqualTo("door.example.org");
        assertThat(all.all("PodMonitor")).hasSize(1);
        assertThat(Chart.rendered(folder, "networkPolicy: { enabled: false }").all("NetworkPolicy"))
                .isEmpty();
    }

    private static Map<String, Integer> scaled(Chart chart) {
        return chart.all("HorizontalPodAutoscaler")
                .collect(Collectors.toMap(
                        scaler -> scaler.at("/metadata/labels/app.kubernetes.io~1component")
                                .asString(),
                        scaler -> scaler.at("/spec/maxReplicas").asInt()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            config: { public_url: id.example.org }               | public_url
            config: { database: sqlite }                         | database
            config: { listen: 80 }                               | config
            config: { services: {} }                             | config
            trustedProxies: [everybody]                          | trustedProxies
            roles: { auth: { replicas: 0 } }                     | replicas
            roles: { auth: { servers: [door] } }                 | servers
            roles: { auth: { autoscale: { enabled: "yes" } } }   | enabled
            roles: { door: { servers: [auth], replicas: 1, autoscale: { enabled: false } } } | door
            secret: { name: "" }                                 | name
            secret: { masterkey: x }                             | secret
            image: { pullPolicy: Sometimes }                     | pullPolicy
            ingres: { enabled: true }                            | ingres
            """)
    void wrong_values_are_refused_with_their_names(String values, String named) {
        assertThatThrownBy(() -> Chart.rendered(folder, values))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", EVERYTHING})
    @Tag("long")
    void the_program_reads_what_the_chart_writes(String values) throws Exception {
        Chart chart = Chart.rendered(folder, values);
        SharedSettings.holdFor(
                folder,
                chart.settings(),
                chart.all("Deployment")
                        .map(d ->
                                d.at("/spec/template/spec/containers/0/args/4").asString())
                        .toList());
    }
}

package dev.sallyport.walls;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.marcnuri.helm.Helm;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The chart of {@code deploy/helm}, rendered by Helm itself, and its objects held against the types of Kubernetes' API. */
record Chart(List<JsonNode> objects) {
    static final Path FOLDER = Repository.ROOT.resolve("deploy/helm/sallyport");
    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    /** What the chart says of a PodMonitor. */
    private static final Set<String> POD_MONITOR = Set.of("selector", "podMetricsEndpoints");

    /** @param values as in {@code values.yaml}; Helm's words as {@link IllegalStateException} where it refuses them */
    static Chart rendered(Path folder, String values) throws IOException {
        Path file = Files.writeString(folder.resolve("values.yaml"), values);
        String text = new Helm(FOLDER)
                .template()
                .withName("sallyport")
                .withNamespace("door")
                .withKubeVersion("1.34.0")
                .withValuesFile(file)
                .call();
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(text)) {
            return new Chart(documents.readAll().stream()
                    .filter(document -> !document.isNull() && !document.isMissingNode())
                    .toList());
        }
    }

    Stream<JsonNode> all(String kind) {
        return objects.stream().filter(o -> o.path("kind").asString().equals(kind));
    }

    JsonNode one(String kind, String name) {
        return all(kind)
                .filter(o -> o.at("/metadata/name").asString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + kind + " " + name));
    }

    /** The configuration of every process. */
    String settings() {
        return one("ConfigMap", "sallyport").at("/data/sallyport.yaml").asString();
    }

    /**
     * Holds the object against its type: no member that the type has not, none missing that it needs, none of another kind.
     *
     * @throws IllegalArgumentException with the first thing that is wrong
     */
    static void hold(JsonNode object) throws IOException {
        JsonElement json = JsonParser.parseString(object.toString());
        String type =
                object.path("apiVersion").asString() + " " + object.path("kind").asString();
        switch (type) {
            case "apps/v1 Deployment" -> {
                V1Deployment.validateJsonElement(json);
                V1Deployment.fromJson(json.toString());
            }
            case "policy/v1 PodDisruptionBudget" -> V1PodDisruptionBudget.validateJsonElement(json);
            case "v1 Service" -> V1Service.validateJsonElement(json);
            case "v1 ConfigMap" -> V1ConfigMap.validateJsonElement(json);
            case "v1 ServiceAccount" -> V1ServiceAccount.validateJsonElement(json);
            case "networking.k8s.io/v1 NetworkPolicy" -> V1NetworkPolicy.validateJsonElement(json);
            case "networking.k8s.io/v1 Ingress" -> V1Ingress.validateJsonElement(json);
            case "autoscaling/v2 HorizontalPodAutoscaler" -> V2HorizontalPodAutoscaler.validateJsonElement(json);
            case "monitoring.coreos.com/v1 PodMonitor" -> podMonitor(object);
            default -> throw new IllegalArgumentException("nobody said what a " + type + " is");
        }
    }

    /** The Prometheus operator's type is not Kubernetes' own: its two members are looked at here. */
    private static void podMonitor(JsonNode object) {
        boolean known = POD_MONITOR.containsAll(object.path("spec").propertyNames());
        boolean told = object.at("/spec/podMetricsEndpoints/0/port").asString().equals("monitor");
        if (!known || !told || object.at("/spec/selector/matchLabels").isMissingNode()) {
            throw new IllegalArgumentException("this is no PodMonitor: " + object);
        }
    }
}

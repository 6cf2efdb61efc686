package dev.sallyport.kit.trace.otlp;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.resources.Resource;

/**
 * The running program whose spans they are.
 *
 * @param service what it is called
 * @param version of the program
 * @param id tells it from others of the same service
 */
public record Instance(String service, String version, String id) {
    Resource resource() {
        return Resource.create(Attributes.builder()
                .put("service.name", service)
                .put("service.version", version)
                .put("service.instance.id", id)
                .put("telemetry.sdk.language", "java")
                .put("telemetry.sdk.name", "opentelemetry")
                .build());
    }
}

package dev.sallyport.kit.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.openapi.Schemas.Way;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Schemas say of a record what the border reads and writes. */
class SchemasTest {
    private final ObjectNode named = Json.mapper().createObjectNode();
    private final Schemas schemas = new Schemas(named);

    enum Extent {
        SMALL,
        VERY_LARGE
    }

    record Wish(
            EmailAddress email,
            @Size(min = 1, max = 20) Secret password,
            @NotBlank String userName,

            @Size(max = 9) @Pattern(regexp = "[^\\p{Cntrl}]*")
            Optional<String> note,

            @Min(1) @Max(5) int count,
            Extent size,
            Duration stay,
            @Size(max = 3) List<String> tags,
            Set<String> roles,
            Optional<Boolean> public_) {}

    private JsonNode told(Class<?> type, Way way) {
        String reference = schemas.of(type, way).path("$ref").asString();
        return named.path(reference.substring(reference.lastIndexOf('/') + 1));
    }

    @Test
    void what_comes_in_refuses_what_it_does_not_know_and_needs_what_is_no_optional() {
        JsonNode schema = told(Wish.class, Way.IN);
        assertThat(schema.path("additionalProperties")).isEqualTo(Json.mapper().readTree("false"));
        assertThat(schema.path("required").toString())
                .isEqualTo("[\"email\",\"password\",\"user_name\",\"count\",\"size\",\"stay\",\"tags\",\"roles\"]");
        assertThat(schema.path("properties").propertyNames()).contains("public").doesNotContain("public_");
    }

    @Test
    void limits_of_the_validation_stand_in_the_schema() {
        JsonNode members = told(Wish.class, Way.IN).path("properties");
        assertThat(members.path("email").toString()).isEqualTo("{\"type\":\"string\",\"format\":\"email\"}");
        assertThat(members.path("password").toString())
                .isEqualTo("{\"type\":\"string\",\"format\":\"password\",\"minLength\":1,\"maxLength\":20}");
        assertThat(members.path("user_name").path("minLength").asInt()).isEqualTo(1);
        assertThat(members.path("note").path("pattern").asString()).isEqualTo("^(?:[^\\u0000-\\u001f\\u007f]*)$");
        assertThat(members.path("count").toString())
                .isEqualTo("{\"type\":\"integer\",\"format\":\"int32\",\"minimum\":1,\"maximum\":5}");
        assertThat(members.path("size").path("enum").toString()).isEqualTo("[\"small\",\"very_large\"]");
        assertThat("30d").matches(members.path("stay").path("pattern").asString());
        assertThat(members.path("tags").path("maxItems").asInt()).isEqualTo(3);
        assertThat(members.path("roles").path("uniqueItems").asBoolean()).isTrue();
    }

    record Shown(
            String id,
            String createdAt,
            Instant until,
            Map<String, Long> counts,
            Optional<Shown> inside,
            @JsonProperty("public") boolean open,
            Outcome outcome) {}

    sealed interface Outcome {
        record Granted(String token) implements Outcome {}

        record Refused(String why) implements Outcome {}
    }

    @Test
    void what_goes_out_has_its_moments_its_maps_and_one_of_its_outcomes() {
        JsonNode schema = told(Shown.class, Way.OUT);
        JsonNode members = schema.path("properties");
        assertThat(schema.has("additionalProperties")).isFalse();
        assertThat(schema.path("required").toString()).doesNotContain("inside").contains("public", "outcome");
        assertThat(members.path("created_at").path("format").asString()).isEqualTo("date-time");
        assertThat(members.path("until").path("format").asString()).isEqualTo("date-time");
        assertThat(members.at("/counts/additionalProperties/type").asString()).isEqualTo("integer");
        assertThat(members.at("/inside/$ref").asString()).isEqualTo("#/components/schemas/SchemasTestShown");
        assertThat(members.at("/outcome/oneOf").size()).isEqualTo(2);
        assertThat(named.at("/OutcomeRefused/required/0").asString()).isEqualTo("why");
    }

    record Plain(String name) {}

    @Test
    void one_record_that_goes_both_ways_has_two_schemas() {
        assertThat(schemas.of(Plain.class, Way.IN).path("$ref").asString()).endsWith("/SchemasTestPlain");
        assertThat(schemas.of(Plain.class, Way.OUT).path("$ref").asString()).endsWith("/SchemasTestPlainTold");
    }

    @Test
    void two_objects_of_one_name_are_a_mistake_that_is_told() {
        schemas.kept("Accepted", Json.mapper().createObjectNode().put("type", "object"));
        assertThatThrownBy(() -> schemas.kept("Accepted", Json.mapper().createObjectNode()))
                .hasMessageContaining("two schemas are called Accepted");
    }

    @Test
    void what_is_no_record_is_not_guessed() {
        assertThatThrownBy(() -> schemas.of(Thread.class, Way.OUT)).hasMessageContaining("java.lang.Thread");
    }
}

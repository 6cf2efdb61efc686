package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.document.Access;
import dev.sallyport.domain.document.Quota;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.Role;
import dev.sallyport.kit.config.ConfigurationFile;
import dev.sallyport.kit.json.Json;
import dev.sallyport.resource.document.Collection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration's {@code collections}. */
class CollectionsSettingsTest {
    @TempDir
    Path folder;

    private Settings.Read read(String collections) throws IOException {
        Path file = Files.writeString(folder.resolve("sallyport.yaml"), "collections:\n" + collections.indent(2));
        return Settings.read(Optional.of(file), Map.of());
    }

    private static Settings good(Settings.Read read) {
        return switch (read) {
            case Settings.Read.Good(var settings) -> settings;
            case Settings.Read.Bad(var mistakes) -> throw new AssertionError(mistakes.toString());
        };
    }

    @Test
    void everything_can_be_said() throws IOException {
        Settings settings = good(read("""
                notes: { access: owner, schema: { type: object, required: [title], properties: { title: { type: string } } } }
                news:
                  access: role:editor
                  scope: news
                  public_read: true
                  require_match: true
                  max_size: 1000
                  quota: { documents: 7, bytes: 8 }
                  indexes: [at.day]
                  schema:
                    type: object
                    properties: { at: { type: object, properties: { day: { type: string, format: date } } } }
                stock: { access: scope:stock, quota: { documents: 7 }, schema: {} }
                """));
        List<Collection> all = settings.collections();
        assertThat(all).extracting(one -> one.rules().name()).containsExactly("notes", "news", "stock");
        assertThat(all)
                .extracting(one -> one.rules().access())
                .containsExactly(
                        new Access.Owner(),
                        new Access.Holders(new Role("editor")),
                        new Access.Bearers(Scope.of("stock")));
        var news = all.get(1).rules();
        assertThat(news.publicRead() && news.requireMatch()).isTrue();
        assertThat(news.delegated()).contains(Scope.of("news"));
        assertThat(news.maxSize()).isEqualTo(1_000);
        assertThat(news.quota()).isEqualTo(new Quota(7, 8));
        assertThat(news.indexes()).containsOnlyKeys("at.day");
        assertThat(all.getFirst().rules().quota()).isEqualTo(new Quota(10_000, 50L << 20));
        assertThat(all.getLast().rules().quota()).isEqualTo(new Quota(7, 4L << 30));
        String shown =
                Json.text(EffectiveConfiguration.tree(settings.configuration()).path("collections"));
        assertThat(shown)
                .contains(
                        "\"access\":\"owner\"",
                        "\"access\":\"role:editor\"",
                        "\"access\":\"scope:stock\"",
                        "\"scope\":\"news\"");
    }

    @Test
    void nothing_must_be_said() throws IOException {
        Path file = Files.writeString(folder.resolve("sallyport.yaml"), "listen: 0\n");
        assertThat(good(Settings.read(Optional.of(file), Map.of())).collections())
                .isEmpty();
    }

    @Test
    void every_mistake_is_told_by_its_key() throws IOException {
        assertThat(read("""
                a: { access: owner, schema: { requird: [a], properties: { b: { pattern: "(?=x)", $ref: "https://example.org/s" } } } }
                b: { access: owner, schema: { type: object }, indexes: [c] }
                """))
                .isInstanceOfSatisfying(
                        Settings.Read.Bad.class,
                        bad -> assertThat(bad.mistakes().stream().map(ConfigurationFile::told))
                                .hasSize(4)
                                .anyMatch(told -> told.startsWith("collections.a.schema.requird:")
                                        && told.contains("did you mean required?"))
                                .anyMatch(
                                        told -> told.startsWith("collections.a.schema.properties.b.pattern = (?=x): "))
                                .anyMatch(told -> told.startsWith(
                                        "collections.a.schema.properties.b.$ref = https://example.org/s: "))
                                .anyMatch(told -> told.startsWith("collections.b.indexes.0 = c: ")));
    }
}

package dev.sallyport.resource.document;

import dev.sallyport.domain.document.Access;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.kit.route.Route;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A collection as {@code sallyport.yaml} declares it.
 *
 * @param access {@code owner}, {@code role:…} or {@code scope:…}
 * @param scope by which a client of others acts here for the person who allowed that; for {@code owner} and {@code role:…}
 * @param publicRead whether everybody reads it, without a token too
 * @param schema a JSON Schema of 2020-12
 * @param indexes fields to sort and filter by: {@code title}, {@code address.city}
 * @param maxSize bytes of one document, 1 to {@value #LARGEST}
 * @param requireMatch whether a document that is there is changed only with {@code If-Match}
 */
public record CollectionConfiguration(
        Access access,
        Optional<Scope> scope,
        boolean publicRead,
        JsonNode schema,
        List<String> indexes,
        long maxSize,
        QuotaConfiguration quota,
        boolean requireMatch) {
    static final long LARGEST = 1 << 20;

    public CollectionConfiguration {
        indexes = List.copyOf(indexes);
        if (maxSize < 1 || maxSize > LARGEST) {
            throw new IllegalArgumentException("max_size must be 1 to " + LARGEST);
        }
        if (scope.isPresent() && access instanceof Access.Bearers) {
            throw new IllegalArgumentException("has a scope in access; leave out scope");
        }
    }

    static CollectionConfiguration defaults() {
        return new CollectionConfiguration(
                null, Optional.empty(), false, null, List.of(), Route.USUAL_BODY, QuotaConfiguration.defaults(), false);
    }

    /**
     * How much is kept: of each person where documents are somebody's, else of all.
     *
     * @param documents from 1
     * @param bytes from 1
     */
    public record QuotaConfiguration(Optional<Long> documents, Optional<Long> bytes) {
        public QuotaConfiguration {
            if (documents.orElse(1L) < 1 || bytes.orElse(1L) < 1) {
                throw new IllegalArgumentException("documents and bytes must be 1 or more");
            }
        }

        static QuotaConfiguration defaults() {
            return new QuotaConfiguration(Optional.empty(), Optional.empty());
        }
    }
}

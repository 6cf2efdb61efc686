package dev.sallyport.domain.grant;

import dev.sallyport.domain.KeyedDigest;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.key.Sealer;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.Role;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.domain.token.AccessTokenSigner;
import dev.sallyport.domain.token.Confirmation;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Makes the tokens of a family. A member's secret is derived from the family and the number, so the successor of a member
 * is the same token whenever it is asked for, and nothing of it needs to be stored (T18).
 */
public final class TokenIssuer {
    private static final SortedSet<Role> NO_ROLES = Collections.emptySortedSet();

    private final AccessTokenSigner signer;
    private final RefreshSeal seal;
    private final KeyedDigest members;
    private final TokenPolicy policy;
    private final RandomSource random;

    public TokenIssuer(
            AccessTokenSigner signer, RefreshSeal seal, Sealer sealer, TokenPolicy policy, RandomSource random) {
        this.signer = signer;
        this.seal = seal;
        this.members = new KeyedDigest(sealer.derive("refresh-members"));
        this.policy = policy;
        this.random = random;
    }

    public TokenPolicy policy() {
        return policy;
    }

    /** The secret of member {@code number} of the family. */
    public Secret member(FamilyId family, int number) {
        return Secret.of(members.of(family.toString(), Integer.toString(number)));
    }

    /** The tokens of the family's current member, for the person as they are now, with all that was granted. */
    public Tokens issue(Person person, RefreshFamily family, Instant now) {
        return issue(person, family, Part.whole(family), now);
    }

    /**
     * Which part of a grant an access token is for.
     *
     * @param audience empty: the house itself
     * @param key what the token is bound to
     */
    public record Part(Scope scope, List<String> audience, Optional<Confirmation> key) {
        public Part {
            audience = List.copyOf(audience);
        }

        static Part whole(RefreshFamily family) {
            return new Part(family.scope(), family.terms().audience(), Optional.empty());
        }
    }

    /** The tokens of the family's current member, for the person as they are now. */
    public Tokens issue(Person person, RefreshFamily family, Part part, Instant now) {
        Instant expires = earlier(now.plus(policy.access()), family.expires());
        boolean ours = family.client().isFirstParty();
        var access = new AccessToken(
                policy.issuer(),
                person.id().toString(),
                audience(part.audience()),
                family.client(),
                part.scope(),
                ours || part.scope().tokens().contains("roles") ? person.roles() : NO_ROLES,
                Optional.of(family.session()),
                random.token(),
                now,
                expires,
                ours ? AccessToken.More.NOTHING : more(family, part));
        String refresh = seal.seal(new RefreshMember(
                family.id(),
                family.number(),
                member(family.id(), family.number()),
                family.person(),
                family.session(),
                family.client(),
                family.rotated(),
                family.expires()));
        return new Tokens(Secret.of(signer.sign(access)), expires, Secret.of(refresh), family.expires(), part.scope());
    }

    /** The access token of a client that acts for itself (RFC 6749 §4.4, RFC 9068 §2.2). */
    public ClientToken issue(Client client, Part part, Optional<String> authorizationDetails, Instant now) {
        var whose = new Whose(client.id().value(), NO_ROLES, Optional.empty());
        return alone(client, whose, part, bare(part, authorizationDetails), now, Instant.MAX);
    }

    /** The access token of a client that acts for a person by the word of another issuer: nothing stands behind it but a session. */
    ClientToken issue(Person person, SessionId session, Client client, Part part, Instant now) {
        var whose = new Whose(person.id().toString(), person.roles(), Optional.of(session));
        return alone(client, whose, part, bare(part, Optional.empty()), now, Instant.MAX);
    }

    /**
     * The access token that a client gets for another: of the same subject, session and grant, and no longer good than it.
     *
     * @param actor who acts for the subject (RFC 8693 §4.1), JSON
     */
    ClientToken exchange(AccessToken subject, Client client, Part part, Optional<String> actor, Instant now) {
        var more = new AccessToken.More(
                subject.more().grant(),
                part.key(),
                subject.more().authenticated(),
                subject.more().acr(),
                subject.more().methods(),
                actor,
                Optional.empty());
        var whose = new Whose(subject.subject(), subject.roles(), subject.session());
        return alone(client, whose, part, more, now, subject.expires());
    }

    private record Whose(String subject, SortedSet<Role> roles, Optional<SessionId> session) {}

    /** @param latest when it ends, if it would not have ended before */
    private ClientToken alone(
            Client client, Whose whose, Part part, AccessToken.More more, Instant now, Instant latest) {
        Instant expires = earlier(now.plus(policy.access()), latest);
        var access = new AccessToken(
                policy.issuer(),
                whose.subject(),
                audience(part.audience()),
                client.id(),
                part.scope(),
                part.scope().tokens().contains("roles") ? whose.roles() : NO_ROLES,
                whose.session(),
                random.token(),
                now,
                expires,
                more);
        return new ClientToken(Secret.of(signer.sign(access)), expires, part.scope());
    }

    private static AccessToken.More bare(Part part, Optional<String> authorizationDetails) {
        return new AccessToken.More(
                Optional.empty(),
                part.key(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                authorizationDetails);
    }

    /** An access token without a refresh token beside it. */
    public record ClientToken(Secret access, Instant expires, Scope scope) {}

    private List<String> audience(List<String> resources) {
        return resources.isEmpty() ? List.of(policy.issuer()) : resources;
    }

    private static AccessToken.More more(RefreshFamily family, Part part) {
        GrantTerms terms = family.terms();
        return new AccessToken.More(
                Optional.of(family.id()),
                part.key(),
                terms.authenticated(),
                terms.acr(),
                terms.methods(),
                Optional.empty(),
                terms.authorizationDetails());
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}

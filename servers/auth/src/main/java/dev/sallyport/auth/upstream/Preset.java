package dev.sallyport.auth.upstream;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What is known beforehand of a provider that many use. */
public enum Preset {
    GOOGLE("Google", true, "openid email profile"),
    /** It says an address but not that it was verified, and a tenant's administrator writes what they like there. */
    MICROSOFT("Microsoft", false, "openid email profile"),
    GITHUB("GitHub", true, "read:user user:email"),
    GITLAB("GitLab", true, "openid email profile"),
    /** Its client secret is a JWT that must be signed anew, and its answer comes as a form from another site. */
    APPLE("Apple", true, "openid email name");

    /** Also whom the client secret for it is made for. */
    public static final String APPLE_ISSUER = "https://appleid.apple.com";

    private final String label;
    private final boolean trustsEmail;
    private final String scopes;

    Preset(String label, boolean trustsEmail, String scopes) {
        this.label = label;
        this.trustsEmail = trustsEmail;
        this.scopes = scopes;
    }

    public String label() {
        return label;
    }

    public boolean trustsEmail() {
        return trustsEmail;
    }

    public List<String> scopes() {
        return List.of(scopes.split(" "));
    }

    /** @param tenant whose people may come, for Microsoft: the tenant's id; another provider has none */
    public Optional<Upstream.Speech> speech(Optional<String> tenant) {
        return switch (this) {
            case GOOGLE -> Optional.of(new Upstream.Speech.OpenId("https://accounts.google.com"));
            case MICROSOFT ->
                tenant.map(id -> new Upstream.Speech.OpenId("https://login.microsoftonline.com/" + id + "/v2.0"));
            case GITLAB -> Optional.of(new Upstream.Speech.OpenId("https://gitlab.com"));
            case GITHUB ->
                Optional.of(new Upstream.Speech.OAuth(
                        URI.create("https://github.com/login/oauth/authorize"),
                        URI.create("https://github.com/login/oauth/access_token"),
                        URI.create("https://api.github.com/user"),
                        Optional.of(URI.create("https://api.github.com/user/emails")),
                        new Upstream.Facts("id", "email", Optional.empty(), "name")));
            case APPLE -> Optional.of(new Upstream.Speech.OpenId(APPLE_ISSUER, Upstream.Manner.APPLE));
        };
    }
}

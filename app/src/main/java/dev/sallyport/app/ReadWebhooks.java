package dev.sallyport.app;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.Subscription;
import dev.sallyport.kit.json.Bound.Mistake;
import dev.sallyport.worker.hook.HookSecret;
import dev.sallyport.worker.hook.Webhook;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the webhooks out of the configuration, with their secrets; tells every mistake. */
final class ReadWebhooks {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    private final boolean allowHttp;
    private final BiFunction<String, Path, Optional<Secret>> files;
    private final List<Mistake> mistakes;

    /**
     * @param allowHttp whether {@code http} will do, for development and tests
     * @param files reads a file, and tells where it cannot
     */
    ReadWebhooks(boolean allowHttp, BiFunction<String, Path, Optional<Secret>> files, List<Mistake> mistakes) {
        this.allowHttp = allowHttp;
        this.files = files;
        this.mistakes = mistakes;
    }

    List<Webhook> read(List<DeclaredWebhook> declared) {
        var hooks = new ArrayList<Webhook>();
        var seen = new ArrayList<String>();
        for (int i = 0; i < declared.size(); i++) {
            DeclaredWebhook one = declared.get(i);
            String at = "/webhooks/" + i;
            if (!ID.matcher(one.id()).matches() || seen.contains(one.id())) {
                mistakes.add(new Mistake(at + "/id", one.id(), "must be a name of its own, of a-z 0-9 _ -"));
            }
            seen.add(one.id());
            if (!isTarget(one.url())) {
                mistakes.add(new Mistake(at + "/url", one.url().toString(), "must be an https URL"));
            }
            events(at, one);
            hooks.add(new Webhook(
                    new Subscription(one.id(), Subscription.matching(one.events())), one.url(), secrets(at, one)));
        }
        return hooks;
    }

    private boolean isTarget(URI url) {
        boolean scheme = "https".equals(url.getScheme()) || (allowHttp && "http".equals(url.getScheme()));
        return scheme && url.getHost() != null && url.getRawUserInfo() == null && url.getRawFragment() == null;
    }

    private void events(String at, DeclaredWebhook one) {
        for (int i = 0; i < one.events().size(); i++) {
            if (Subscription.matching(one.events().get(i)).isEmpty()) {
                String all = Arrays.stream(AuditEvent.Kind.values())
                        .map(AuditEvent.Kind::wireName)
                        .sorted()
                        .collect(Collectors.joining(", "));
                mistakes.add(new Mistake(
                        at + "/events/" + i,
                        one.events().get(i),
                        "must be one of " + all + "; or the first part of some with .*, or *"));
            }
        }
    }

    private List<HookSecret> secrets(String at, DeclaredWebhook one) {
        var secrets = new ArrayList<HookSecret>();
        secret(at + "/secret_file", one.secretFile()).ifPresent(secrets::add);
        one.previousSecretFile()
                .flatMap(file -> secret(at + "/previous_secret_file", file))
                .ifPresent(secrets::add);
        return secrets;
    }

    private Optional<HookSecret> secret(String at, Path file) {
        Optional<Secret> text = files.apply(at, file);
        Optional<HookSecret> secret = text.flatMap(HookSecret::parse);
        if (text.isPresent() && secret.isEmpty()) {
            mistakes.add(new Mistake(at, file.toString(), "must hold whsec_ and 24 to 64 bytes as base64"));
        }
        return secret;
    }
}
